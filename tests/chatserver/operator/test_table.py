from typing import get_args

from chatserver.control.operations import AnyOperation, Diagnose, Refused, Stop
from chatserver.operator.table import HANDLERS
from tests.support.owner import Owner


def test_what_has_no_handler_is_refused() -> None:
    assert isinstance(Owner().asks(Diagnose()), Refused)


def test_handlers_are_of_operations_that_there_are() -> None:
    assert set(HANDLERS) <= {*get_args(AnyOperation)} - {Stop}
