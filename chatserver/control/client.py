"""The owner's end of the control channel: a running server is asked, and answers."""

from pathlib import Path
from typing import Final

from chatserver.control.answers import AnyAnswer
from chatserver.control.channel import connect, is_its_server
from chatserver.control.frames import ANSWER_BYTES, BadFrame, decode_answer_untrusted, encode
from chatserver.control.line import Line
from chatserver.control.operations import LOOKING, TRY_AGAIN, AnyOperation, say_again

PATIENCE_S: Final = 20.0
"""A server whose disk hangs, or whose room is very busy, answers late; behind that, never."""

ENDED: Final = "The server has ended before it answered."


class ControlError(OSError):
    """A sentence for the person: why the server was not asked, or has not answered."""


class NoServerError(ControlError):
    """None runs with that data folder."""


class NotOursError(ControlError):
    """It is another user's."""


class EndedError(ControlError):
    """It has ended while it was asked."""


class _NotHeard(ConnectionError):
    """It had closed before it could read what we asked."""


class ControlClient:
    """Connects with the first `ask`, and anew when the server has been started again. One thread
    uses it at a time."""

    def __init__(self, data: Path, *, patience_s: float = PATIENCE_S) -> None:
        self._data = data
        self._patience_s = patience_s
        self._line: Line | None = None

    def ask(self, operation: AnyOperation) -> AnyAnswer:
        """ControlError if there is no answer. Whether it was done is not known then, unless it is
        a NoServerError: nothing was. Nothing is done twice."""
        if self._line is not None:
            try:
                return self._exchange(self._line, operation)
            except ConnectionError as end:
                self.close()  # the server has gone, and perhaps another one is there
                if not isinstance(end, _NotHeard) and not isinstance(operation, LOOKING):
                    raise EndedError(ENDED) from None
        self._line = self._open()
        try:
            return self._exchange(self._line, operation)
        except ConnectionError:
            self.close()
            raise EndedError(ENDED) from None

    def connect(self) -> None:
        """As the first `ask` would, and with its errors; nothing is asked."""
        if self._line is None:
            self._line = self._open()

    def await_end(self, timeout_s: float) -> bool:
        """After `Stop`: whether the server has closed the channel within that time."""
        try:
            return self._line is None or self._line.read(ANSWER_BYTES, timeout_s) == b""
        except TimeoutError:
            return False
        except OSError:
            return True

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _open(self) -> Line:
        try:
            line = connect(self._data, self._patience_s)
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
            raise NoServerError(
                f"No server runs with the data folder {self._data}; --data names another one."
            ) from None
        except PermissionError:
            raise _not_ours(self._data) from None
        except TimeoutError:
            raise self._is_silent(TRY_AGAIN) from None
        except OSError as error:
            raise ControlError(f"The server cannot be asked ({error}).") from None
        if not self._is_believed(line):  # or it could tell us anything
            line.close()
            raise _not_ours(self._data)
        return line

    def _is_believed(self, line: Line) -> bool:
        try:
            return is_its_server(line, self._data)
        except OSError:  # the folder went meanwhile
            return False

    def _exchange(self, line: Line, operation: AnyOperation) -> AnyAnswer:
        try:
            _write(line, encode(operation))
            frame = line.read(ANSWER_BYTES, self._patience_s)
            if not frame:
                raise ConnectionResetError("it has closed")
            return decode_answer_untrusted(frame)
        except ConnectionError:
            raise
        except BadFrame as mistake:
            self.close()
            raise ControlError(str(mistake)) from None
        except TimeoutError:
            self.close()  # or its answer would come to the next question
            raise self._is_silent(say_again(operation)) from None
        except OSError as error:
            self.close()
            raise ControlError(f"The server cannot be asked ({error}).") from None

    def _is_silent(self, again: str) -> ControlError:
        return ControlError(
            f"The server has not answered for {self._patience_s:.0f} seconds: it hangs, or is very "
            f"busy. {again} If it stays so, end its program."
        )


def _write(line: Line, frame: bytes) -> None:
    try:
        line.write(frame)
    except ConnectionError as error:
        raise _NotHeard(str(error)) from None


def _not_ours(data: Path) -> NotOursError:
    return NotOursError(
        f"The server with the data folder {data} belongs to another user of this computer; only "
        "they (and root) can ask it."
    )
