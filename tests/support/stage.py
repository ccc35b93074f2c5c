"""The main window over a real chat, whose history is in memory and whose link is a list."""

import tkinter as tk
from pathlib import Path

from chatgui.app.settings import Settings
from chatgui.tk.appearance import Appearance
from chatgui.tk.main_window import MainWindow
from shared.desktop.notification import Notification
from shared.tk.system_theme import Inquiry
from tests.support.office import Desk
from tests.support.windows import Wait


class Stage:
    """A window that is shown, and what its person does."""

    def __init__(self, root: tk.Tk, wait: Wait, desk: Desk) -> None:
        self.root, self.wait, self.desk, self.chat = root, wait, desk, desk.chat
        self.left: list[bool] = []
        self.wishes: list[str] = []
        self.kept: list[Settings] = []
        self.appearance = Appearance(root, desk.chat.settings, Inquiry([], {}))
        self.announced: list[Notification] = []
        self.window = MainWindow(
            root,
            self.appearance,
            desk.chat,
            lambda: self.left.append(True),
            self.keep,
            Path("/home/ada"),
            self.announced.extend,
            self.wishes.append,
        )
        self.window.show()
        wait(root.winfo_viewable)
        root.focus_force()
        self.entry = self.window.foot.composer.text
        self.focus(self.entry)

    def keep(self, settings: Settings) -> str:
        self.kept.append(settings)
        return ""

    def focus(self, widget: tk.Misc) -> None:
        widget.focus_force()
        self.wait(lambda: self.root.focus_get() is widget)

    def press(self, *keys: str) -> None:
        for key in keys:
            widget = self.root.focus_get()
            assert widget is not None
            widget.event_generate(f"<{key}>")
            self.settle()

    def settle(self) -> None:
        self.desk.now_ms += 1000
        self.chat.tick()
        self.window.draw()
        self.root.update()

    def open(self, title: str) -> None:
        row = next(row for row in self.chat.conversations if row.title == title)
        self.window.do(lambda: self.chat.open(row.conversation))
        self.settle()

    def write(self, text: str) -> None:
        self.entry.insert("end", text)
        self.root.update()

    def messages(self) -> str:
        return self.window.pane.text.get("1.0", "end")
