from typing import get_args

import msgspec
import pytest

from chatserver.control import answers as a

DECODE = msgspec.json.Decoder(a.AnyAnswer).decode


def test_each_answer_has_a_word_of_its_own():
    words = {kind.__struct_config__.tag for kind in get_args(a.AnyAnswer)}
    assert len(words) == len(get_args(a.AnyAnswer))


def test_an_answer_is_a_json_object_with_its_word():
    assert msgspec.json.encode(a.Told("Done.")) == b'{"is":"told","text":"Done."}'
    row = a.BanRow("10.1.0.0/16", "address", "", 5)
    assert DECODE(msgspec.json.encode(a.Bans((row,)))) == a.Bans((row,))


def test_what_a_later_version_adds_is_passed_over():
    text = b'{"is":"refused","text":"No.","why":{"code":7}}'
    assert DECODE(text) == a.Refused("No.")


@pytest.mark.parametrize("text", [b"{}", b'{"is":"song"}', b'{"is":"told"}', b'{"do":"stop"}'])
def test_what_is_no_answer_is_refused(text: bytes):
    with pytest.raises(msgspec.ValidationError):
        DECODE(text)
