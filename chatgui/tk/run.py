"""The program with windows: who is asked for first, then the chat, then perhaps another one. Puts
the parts together, and takes them apart again in order."""

import sys
import time
import tkinter as tk
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from chatgui.app import words
from chatgui.app.conversations import EVERYONE
from chatgui.app.messages import Ended, Intent
from chatgui.app.settings import Settings, SettingsFile, remember_server
from chatgui.knock import MakeLink, Prepare
from chatgui.login import make_login_item
from chatgui.opening import OpenChat, make_prepare, open_chat
from chatgui.options import BadArgument, Options
from chatgui.profile import AlreadyOpen
from chatgui.tk.appearance import Appearance
from shared.disk import DiskError
from shared.tk import scaling
from shared.tk.mark import set_icon
from shared.tk.system_theme import Inquiry

if TYPE_CHECKING:  # the first picture is of the chat or of the dialog, and waits for one alone
    from chatgui.app.chat import Chat
    from chatgui.tk.entrance import Admitted
    from chatgui.tk.program import Program


class Windows:
    """`opened`: the chat to begin with; None: the person is asked. `warnings`: sentences to begin
    with. `run` returns when the person leaves; BadArgument if there is no screen."""

    def __init__(
        self,
        options: Options,
        home: Path,
        opened: OpenChat | None,
        file: SettingsFile,
        settings: Settings,
        warnings: Sequence[str],
    ) -> None:
        self._options, self._home, self._opened = options, home, opened
        self._file, self._settings = file, settings
        self._warnings = list(warnings)
        self._end: Ended | None = None  # of the chat before, for the dialog to say
        self._trouble = ""
        self._is_hidden = options.is_hidden and opened is not None  # the first time

    def run(self) -> None:
        while self._live():
            pass

    def _live(self) -> bool:
        """One chat, from its window to its end; whether another one follows."""
        inquiry = Inquiry()  # the desktop thinks while Tk starts
        try:
            root = _make_root()
        except BadArgument:
            inquiry.close()
            if self._opened is not None:
                self._opened.close()
            raise
        appearance = Appearance(root, self._settings, inquiry)
        root.withdraw()
        set_icon(appearance.theme)
        _take_links(root)
        try:
            return self._chat(root, appearance)
        finally:
            appearance.close()
            root.destroy()

    def _chat(self, root: tk.Tk, appearance: Appearance) -> bool:
        opened, self._opened = self._opened, None
        if opened is not None:
            return self._show(root, appearance, opened, make_prepare(self._options, opened))
        admitted = self._ask(root, appearance)
        if admitted is None:
            return False
        try:
            return self._show_admitted(root, appearance, admitted)
        except BaseException:  # nobody shows it: they are not to be left there as if they were
            if admitted.knock.end():
                admitted.chat.close()
            raise

    def _show_admitted(self, root: tk.Tk, appearance: Appearance, admitted: "Admitted") -> bool:
        self._options = admitted.options
        self._warnings += admitted.warnings
        if not admitted.options.is_once:
            self._settings = remember_server(self._settings, admitted.options.where)
            self._warnings += filter(None, [self._file.save(self._settings)])
        return self._show(root, appearance, admitted.chat, admitted.prepare)

    # --- the chat ----------------------------------------------------------------------------

    def _show(
        self, root: tk.Tk, appearance: Appearance, opened: OpenChat, prepare: Prepare
    ) -> bool:
        with ExitStack() as behind:
            program = self._make_program(root, appearance, opened, prepare, behind)
            program.window.doors.settings_warning = self._file.warning
            for sentence in self._warnings:
                program.window.say(sentence)
            self._warnings.clear()
            is_over = program.run()
        if is_over:
            opened.close()
        self._settings, self._end = program.chat.settings, program.end
        if program.wish == "again":
            self._open_again()
        elif program.typed:
            self._options = replace(self._options, typed=program.typed)
        return bool(program.wish)

    def _make_program(
        self,
        root: tk.Tk,
        appearance: Appearance,
        opened: OpenChat,
        prepare: Prepare,
        behind: ExitStack,
    ) -> "Program":
        """`behind`: what is to be closed when the program is over."""
        from chatgui.tk.program import Program

        def prepare_all() -> MakeLink:
            """What is imported here is the most of the program, and the window is there before."""
            from shared.doorbell import Doorbell

            make_link = prepare()
            with suppress(OSError):  # nobody will be able to ring
                behind.callback(Doorbell(opened.folder, program.ring).close)
            return make_link

        is_hidden, self._is_hidden = self._is_hidden, False
        program = Program(
            root,
            appearance,
            partial(self._make_chat, opened),
            prepare_all,
            opened.home,
            self._file.save,
            opened.leads_here,
            make_login_item(self._options),
            is_hidden,
        )
        return program

    def _make_chat(self, opened: OpenChat, post: Callable[[Intent], None]) -> "Chat":
        from chatgui.app.chat import Chat

        options = self._options
        chat = Chat(
            options.name,
            options.where,
            opened.history,
            self._settings,
            post,
            _wall_ms,
            opened.person,
            is_kept=not options.is_once,
        )
        chat.open(EVERYONE)  # as everybody expects; the button says how many that are
        return chat

    def _open_again(self) -> None:
        """Where that cannot be the dialog says why."""
        try:
            self._opened = open_chat(
                self._options, self._home, self._warnings.append, is_once=self._options.is_once
            )
        except (AlreadyOpen, DiskError) as trouble:
            self._end, self._trouble = None, str(trouble)

    # --- the dialog --------------------------------------------------------------------------

    def _ask(self, root: tk.Tk, appearance: Appearance) -> "Admitted | None":
        from chatgui.tk.entrance import Entrance, begin

        options = self._options
        starting = begin(options, self._home, self._settings)
        if self._end is not None:
            starting.resume(self._end)
        for sentence in (*self._warnings, self._trouble):
            if sentence:
                starting.refuse("server", sentence)
        self._warnings.clear()
        self._end, self._trouble = None, ""
        plain = replace(options, takeover=False, trust_new_key=False, is_once=False)
        entrance = Entrance(root, appearance.theme, starting, plain, self._home)
        _take_links(root, lambda command, link: entrance.take_link(link))
        admitted = entrance.run()
        _take_links(root)
        return admitted


def _make_root() -> tk.Tk:
    scaling.prepare()
    try:
        return tk.Tk(className="Parley")
    except tk.TclError as trouble:
        raise BadArgument(words.NO_DISPLAY.format(reason=trouble)) from None


def _take_links(root: tk.Tk, *begin: Callable[[list[str], str], None]) -> None:
    """The one click that macOS started us for comes so, too: the dialog is to show it."""
    if sys.platform == "darwin":
        from chatgui.tk.clicked_links import take_links

        take_links(root, *begin)


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
