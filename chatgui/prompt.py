"""A prompt on a terminal that incoming lines do not garble, with history on the arrow keys."""

import contextlib
from collections.abc import Iterator
from types import TracebackType

from prompt_toolkit import PromptSession
from prompt_toolkit.patch_stdout import patch_stdout


class Prompt:
    """A context manager: inside it, whatever is printed appears above the prompt.

    `lines()` runs in a thread of its own; leaving the context ends its prompt and gives the
    terminal back as it was.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._session: PromptSession[str] = PromptSession()
        self._patch = patch_stdout()

    def lines(self) -> Iterator[str]:
        """Typed lines until Ctrl-D or Ctrl-C."""
        with contextlib.suppress(EOFError, KeyboardInterrupt):
            while True:
                yield self._session.prompt(self._text, handle_sigint=False)

    def __enter__(self) -> "Prompt":
        self._patch.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        app = self._session.app
        if app.loop is not None and app.is_running:
            app.loop.call_soon_threadsafe(self._end)
        self._patch.__exit__(kind, error, trace)

    def _end(self) -> None:
        if self._session.app.is_running:
            self._session.app.exit(exception=EOFError)
