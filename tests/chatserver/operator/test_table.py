from typing import get_args

from chatserver.control.operations import LOOKING, AnyOperation, Stop
from chatserver.operator.table import HANDLERS


def test_each_operation_has_its_handler_but_stop_which_is_the_servers_own() -> None:
    assert set(HANDLERS) == {*get_args(AnyOperation)} - {Stop}


def test_what_only_looks_is_named_so() -> None:
    names = {operation.__name__ for operation in LOOKING}
    asking = {kind.__name__ for kind in HANDLERS if kind.__name__.startswith("Ask")}
    assert names == asking | {"Diagnose"}
