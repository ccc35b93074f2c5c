"""Operations and answers as bytes: one JSON object each, which has no newline in it."""

from typing import Final

import msgspec

from chatserver.control.answers import AnyAnswer
from chatserver.control.operations import AnyOperation

OPERATION_BYTES: Final = 64 * 1024
"""The longest is a welcome text; whoever sends more sends something else."""

ANSWER_BYTES: Final = 4 * 1024 * 1024
"""A thousand lines of the log, or five hundred people, are a tenth of it."""

_operations: msgspec.json.Decoder[AnyOperation] = msgspec.json.Decoder(AnyOperation)
_answers: msgspec.json.Decoder[AnyAnswer] = msgspec.json.Decoder(AnyAnswer)


class BadFrame(ValueError):
    """It is nothing of ours; the text says what is wrong."""


def encode(value: AnyOperation | AnyAnswer) -> bytes:
    return msgspec.json.encode(value)


def decode_operation_untrusted(frame: bytes) -> AnyOperation:
    """BadFrame if it is none, or has an element that this version does not know."""
    try:
        return _operations.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFrame(f"That is no operation of this server: {error}.") from None


def decode_answer_untrusted(frame: bytes) -> AnyAnswer:
    """BadFrame if it is none; elements of a later version are passed over."""
    try:
        return _answers.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadFrame(f"The server's answer is not understood ({error}).") from None
