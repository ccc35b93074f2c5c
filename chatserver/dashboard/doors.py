"""What the owner does beside looking: to a person, to the server, in dialogs. Each dialog is
imported when it is first opened, and open once."""

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from chatserver.control.answers import AnyAnswer, PersonHere, Refused, Told
from chatserver.control.operations import Kick, PauseGuests, ReleaseName, Stop
from chatserver.dashboard import words
from chatserver.dashboard.owner_dialog import Owner
from shared.desktop.siblings import NotStarted, server_command, start
from shared.plural import plural
from shared.text import one_line
from shared.tk.dialog import Dialog, ask
from shared.tk.question import Question
from shared.tk.theme import Theme

if TYPE_CHECKING:
    from chatserver.dashboard.settings_dialog import SettingsDialog


class Doors:
    """`folder`: of the server."""

    def __init__(self, root: tk.Tk, theme: Theme, owner: Owner, folder: Path) -> None:
        self._root, self._theme, self._owner, self._folder = root, theme, owner, folder
        self._open: dict[str, Dialog] = {}
        self._settings: SettingsDialog | None = None

    # --- to a person -------------------------------------------------------------------------

    def kick(self, person: PersonHere) -> None:
        """One key is enough to ask for it, so one key must not do it. By the id: somebody else may
        have the name when the person has answered."""
        form = words.KICK_QUESTION if person.verified else words.KICK_GUEST
        text = form.format(name=one_line(person.name))
        question = Question(text, words.KICK_YES, words.CANCEL, is_grave=True)
        self._ask(question, lambda: self._owner.ask(Kick("", person.id), self._owner.tell))

    def ban(self, person: PersonHere) -> None:
        from chatserver.dashboard.ban_dialog import BanDialog

        self._enter("ban", lambda: BanDialog(self._root, self._theme, self._owner, person), True)

    def release(self, person: PersonHere) -> None:
        """A name is free only when its owner is not here."""
        text = words.RELEASE_QUESTION.format(name=one_line(person.name))
        question = Question(text, words.RELEASE_YES, words.CANCEL, is_grave=True)
        self._ask(question, lambda: self._kick_and_release(person))

    def _kick_and_release(self, person: PersonHere) -> None:
        """Nobody is sent away for a name that is not theirs any more."""
        owner = self._owner

        def kicked(answer: AnyAnswer) -> None:
            if isinstance(answer, Told):
                owner.ask(ReleaseName(person.name), owner.tell)
            else:
                owner.tell(answer)

        owner.ask(Kick(person.name, person.id), kicked)

    def copy_name(self, person: PersonHere) -> None:
        self._owner.copy(one_line(person.name))

    def copy_address(self, person: PersonHere) -> None:
        self._owner.copy(one_line(person.address))

    # --- to the server -----------------------------------------------------------------------

    def quit_server(self) -> None:
        status = self._owner.board.status
        if status is None:
            return
        if not status.people:
            self._stop()
            return
        text = plural(status.people, words.QUIT_ONE, words.QUIT_MANY)
        question = Question(text, words.QUIT_YES, words.QUIT_NO, is_grave=True)
        self._ask(question, self._stop)

    def _stop(self) -> None:
        self._owner.ask(Stop(), self._owner.tell)

    def start_server(self) -> None:
        """As it was, but in the tray: why it cannot start it says itself, in a dialog."""
        given = [word for word in self._owner.board.options or () if word != "--say-link"]
        try:
            start(server_command(*given, "--tray", "--data", str(self._folder)))
        except NotStarted as reason:
            self._owner.tell(Refused(str(reason)))
        else:
            self._owner.tell(Told(words.STARTING))

    def pause_guests(self) -> None:
        """Or let them in again."""
        status = self._owner.board.status
        if status is not None:
            self._owner.ask(PauseGuests(not status.guests_paused), self._owner.tell)

    def copy_link(self) -> None:
        status = self._owner.board.status
        if status is None:
            self._owner.tell(Refused(words.NOT_ASKED))
        else:
            self._owner.copy(status.link)

    # --- dialogs -----------------------------------------------------------------------------

    def invite(self) -> None:
        from chatserver.dashboard.invite_dialog import InviteDialog

        self._enter("invite", lambda: InviteDialog(self._root, self._theme, self._owner))

    def members(self) -> None:
        from chatserver.dashboard.members_dialog import MembersDialog

        self._enter("members", lambda: MembersDialog(self._root, self._theme, self._owner))

    def bans(self) -> None:
        from chatserver.dashboard.bans_dialog import BansDialog

        self._enter("bans", lambda: BansDialog(self._root, self._theme, self._owner))

    def names(self) -> None:
        from chatserver.dashboard.names_dialog import NamesDialog

        self._enter("names", lambda: NamesDialog(self._root, self._theme, self._owner))

    def doctor(self) -> None:
        from chatserver.dashboard.doctor_dialog import DoctorDialog

        self._enter("doctor", lambda: DoctorDialog(self._root, self._theme, self._owner))

    def settings(self) -> None:
        from chatserver.dashboard.settings_dialog import SettingsDialog

        def make() -> Dialog:
            self._settings = SettingsDialog(self._root, self._theme, self._owner, self.bans)
            return self._settings

        self._enter("settings", make)

    def leave(self, then: Callable[[], object]) -> None:
        """`then`, unless settings were typed and not saved: that is for the person to say first."""
        dialog = self._settings
        if dialog is None or not dialog.winfo_exists():
            then()
            return
        if dialog.unsaved:
            self._root.deiconify()
            dialog.come_up()
        dialog.leave(then)

    def help(self) -> None:
        from chatserver.dashboard.help_dialog import HelpDialog

        self._enter("help", lambda: HelpDialog(self._root, self._theme))

    def draw(self) -> None:
        """What has changed, in the dialogs that are open."""
        for name, dialog in list(self._open.items()):
            if dialog.winfo_exists():
                dialog.draw()
            else:
                del self._open[name]

    def _enter(self, name: str, make: Callable[[], Dialog], is_new: bool = False) -> None:
        """`is_new`: about somebody else than before."""
        dialog = self._open.get(name)
        if dialog is not None and dialog.winfo_exists() and is_new:
            dialog.close()
            dialog = None
        if dialog is None or not dialog.winfo_exists():
            self._open[name] = make()
        else:
            dialog.come_up()

    def _ask(self, question: Question, act: Callable[[], object]) -> None:
        """One at a time: a key pressed twice asks once."""

        def make() -> Dialog:
            return ask(
                self._root, self._theme, question, lambda is_sure: act() if is_sure else None
            )

        self._enter("question", make)
