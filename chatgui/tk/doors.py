"""The ways from the main window to the other windows; each is imported when it is first opened."""

import os
import tkinter as tk
from collections.abc import Callable, Collection
from pathlib import Path

from chatgui.app.chat import Chat, Part
from chatgui.app.words import dialogs
from chatgui.app.words import window as words
from shared.desktop.notification import Notification
from shared.desktop.programs import open_address
from shared.tk.dialog import Dialog, ask
from shared.tk.question import Question
from shared.tk.theme import Theme

Do = Callable[[Callable[[], object]], object]


Act = Callable[[], object]


class Doors:
    """`do(act)`: do what the person wants, and draw what it changed in the main window. `home`:
    where the settings and the history are; `show`: announce something."""

    def __init__(
        self,
        root: tk.Tk,
        theme: Theme,
        chat: Chat,
        do: Do,
        home: Path,
        show: Callable[[Notification], object],
    ) -> None:
        self._root, self._theme, self._chat, self._do = root, theme, chat, do
        self._home, self._show = home, show
        self._open: dict[str, Dialog] = {}
        self.settings_warning = ""  # what is wrong with their file

    def help(self) -> None:
        from chatgui.tk.help_dialog import HelpDialog

        self._enter("help", lambda: HelpDialog(self._root, self._theme, self._chat.settings))

    def settings(self) -> None:
        from chatgui.tk.settings_dialog import Place, SettingsDialog

        place = Place(self._home, self.settings_warning, self._test, self.export)
        self._enter(
            "settings",
            lambda: SettingsDialog(self._root, self._theme, self._chat, self._do, place),
        )

    def board(self, id: int) -> None:
        """Who has that message."""
        from chatgui.tk.board_dialog import BoardDialog

        found = self._enter(
            "board", lambda: BoardDialog(self._root, self._theme, self._chat, self._do)
        )
        if isinstance(found, BoardDialog):
            found.show(id)

    def doctor(self) -> None:
        """What is between this computer and the server."""
        from chatgui.app.places import read_typed
        from chatgui.doctor.examiner import examine_network
        from chatgui.tk.doctor_dialog import DoctorDialog

        place = read_typed(self._chat.where)
        self._enter(
            "doctor",
            lambda: DoctorDialog(
                self._root, self._theme, lambda: examine_network(place, (), self._home)
            ),
        )

    def export(self) -> None:
        """Ask where the history is to be written, and write it."""
        from platformdirs import user_documents_path

        from chatgui.tk.export_dialog import ExportDialog

        folder = user_documents_path()
        folder = folder if os.path.isdir(folder) else Path.home()  # also one without rights
        self._enter(
            "export", lambda: ExportDialog(self._root, self._theme, folder, self._chat.export)
        )

    def recipients(self) -> None:
        """All their names."""
        dialog = Dialog(self._root, self._theme, words.TO)
        dialog.add_text(dialog.body, self._chat.all_recipients).pack(anchor="w")
        dialog.add_button(dialogs.CLOSE, dialog.close, is_default=True)
        dialog.open()

    def draw(self, parts: Collection[Part]) -> None:
        """What has changed, to windows that are open."""
        for name, dialog in list(self._open.items()):
            if not dialog.winfo_exists():
                del self._open[name]
            elif name in parts:
                dialog.draw()

    def _enter(self, name: str, make: Callable[[], Dialog]) -> Dialog:
        """That window once: if it is open already it comes up."""
        dialog = self._open.get(name)
        if dialog is None or not dialog.winfo_exists():
            dialog = self._open[name] = make()
        else:
            dialog.come_up()
        return dialog

    def _test(self) -> None:
        self._show(self._chat.test_notification())

    def link(self, url: str) -> None:
        """The person sees where it leads before it is opened."""
        if url.startswith(("http://", "https://")):
            question = Question(words.OPEN_ADDRESS.format(url=url), words.OPEN, dialogs.CANCEL)
            ask(
                self._root,
                self._theme,
                question,
                lambda is_sure: open_address(url) if is_sure else None,
            )
