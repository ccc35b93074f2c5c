"""A prompt on a terminal that incoming lines do not garble, with history on the arrow keys."""

import contextlib
import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout

END_S: Final = 3.0
"""For a prompt to give the terminal back: it waits for that one's answers for a second."""


class Prompt:
    """A context manager: inside it, whatever is printed appears above the prompt.

    `lines()` runs in a thread of its own; leaving the context ends its prompt, and the terminal is
    as it was then.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._session: PromptSession[str] = PromptSession()
        self._patch = patch_stdout()
        self._terminal = threading.Lock()  # of the prompt that has it
        self._is_over = False

    def lines(self) -> Iterator[str]:
        """Typed lines until Ctrl-D, Ctrl-C or `end`."""
        with contextlib.suppress(EOFError, KeyboardInterrupt):
            while True:
                yield self._read()

    def end(self) -> None:
        """There are no lines any more; does not wait for that. From any thread."""
        self._is_over = True
        loop = self._session.app.loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # closed: it has ended by itself
                loop.call_soon_threadsafe(self._stop)

    def __enter__(self) -> "Prompt":
        self._patch.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()
        if self._terminal.acquire(timeout=END_S):
            self._terminal.release()
        self._patch.__exit__(kind, error, trace)

    def _read(self) -> str:
        with self._terminal:
            self._mind_end()
            return self._session.prompt(self._text, handle_sigint=False, pre_run=self._mind_end)

    def _mind_end(self) -> None:
        """Asked again as soon as a prompt can be stopped: whoever comes before that cannot."""
        if self._is_over:
            raise EOFError

    def _stop(self) -> None:
        app = self._session.app
        if app.is_running and not app.is_done:
            app.exit(exception=EOFError)
