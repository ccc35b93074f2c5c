"""The ways from the main window to the other windows; each is imported when it is first opened."""

import threading
import tkinter as tk
from collections.abc import Callable

from chatgui.app.chat import Chat
from chatgui.app.rows import Question
from chatgui.app.words import dialogs
from chatgui.app.words import window as words
from chatgui.tk.dialog import ask
from chatgui.tk.theme import Theme

Do = Callable[[Callable[[], object]], object]


class Doors:
    """`do(act)`: do what the person wants, and draw what it changed in the main window."""

    def __init__(self, root: tk.Tk, theme: Theme, chat: Chat, do: Do) -> None:
        self._root, self._theme, self._chat, self._do = root, theme, chat, do

    def help(self) -> None: ...

    def search(self) -> None: ...

    def settings(self) -> None: ...

    def board(self, id: int) -> None:
        """Who has that message."""

    def link(self, url: str) -> None:
        """The person sees where it leads before it is opened."""
        if url.startswith(("http://", "https://")):
            question = Question(words.OPEN_ADDRESS.format(url=url), words.OPEN, dialogs.CANCEL)
            ask(
                self._root, self._theme, question, lambda is_sure: _browse(url) if is_sure else None
            )

    def draw(self, parts: object) -> None:
        """What has changed, to windows that are open."""


def _browse(url: str) -> None:
    """In a thread: some browsers are waited for."""
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(url,), name="browser", daemon=True).start()
