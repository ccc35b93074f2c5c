import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.control.answers import LogLines, Told
from chatserver.control.frames import (
    BadFrame,
    decode_answer_untrusted,
    decode_operation_untrusted,
    encode,
)
from chatserver.control.operations import AskPeople, SetWelcome


@pytest.mark.parametrize("operation", [AskPeople(3, 4, "é"), SetWelcome("two\nlines")])
def test_an_operation_is_one_line_and_comes_back(operation) -> None:
    assert b"\n" not in encode(operation)
    assert decode_operation_untrusted(encode(operation)) == operation


@pytest.mark.parametrize("answer", [Told("a\nb"), LogLines(3, ("x", "y"))])
def test_an_answer_is_one_line_and_comes_back(answer) -> None:
    assert b"\n" not in encode(answer)
    assert decode_answer_untrusted(encode(answer)) == answer


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b'{"do":"dance"}',
        b'{"do":"kick"}',
        b'{"do":"kick","name":7}',
        b'{"do":"stop","now":true}',
        b'{"do":"people","first":' + b"9" * 40 + b"}",
        b"[" * 5000,
    ],
)
def test_what_is_no_operation_is_refused_in_one_line(frame: bytes) -> None:
    with pytest.raises(BadFrame) as told:
        decode_operation_untrusted(frame)
    assert "\n" not in str(told.value)


def test_a_later_servers_answer_may_know_more() -> None:
    assert decode_answer_untrusted(b'{"is":"told","text":"x","mood":"good"}') == Told("x")
    with pytest.raises(BadFrame):
        decode_answer_untrusted(b'{"is":"later"}')


@given(st.binary(max_size=200))
def test_junk_is_nothing_else_than_refused(frame: bytes) -> None:
    for decode in (decode_operation_untrusted, decode_answer_untrusted):
        with pytest.raises(BadFrame):
            decode(frame)
