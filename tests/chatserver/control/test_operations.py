from typing import get_args

import msgspec
import pytest

from chatserver.control import operations as o

DECODE = msgspec.json.Decoder(o.AnyOperation).decode


def test_each_operation_has_a_word_of_its_own():
    words = {kind.__struct_config__.tag for kind in get_args(o.AnyOperation)}
    assert len(words) == len(get_args(o.AnyOperation))


def test_an_operation_is_a_json_object_with_its_word():
    assert msgspec.json.encode(o.Kick("zoe")) == b'{"do":"kick","name":"zoe"}'
    assert DECODE(b'{"do":"people","part":"z"}') == o.AskPeople(part="z")


@pytest.mark.parametrize("text", [b"{}", b'{"do":"fly"}', b'{"do":"kick"}', b'{"do":"stop","x":1}'])
def test_what_is_no_operation_is_refused(text: bytes):
    with pytest.raises(msgspec.ValidationError):
        DECODE(text)
