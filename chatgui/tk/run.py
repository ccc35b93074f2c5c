"""A window for an open chat: puts the parts together, and takes them apart again in order."""

import time
import tkinter as tk
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress

from chatgui.app import words
from chatgui.app.chat import Chat
from chatgui.app.messages import Intent
from chatgui.app.settings import Settings, SettingsFile
from chatgui.opening import OpenChat, look_up_server
from chatgui.options import BadArgument, Options
from chatgui.tk import scaling
from chatgui.tk.appearance import Appearance
from chatgui.tk.program import MakeLink, Program
from chatgui.tk.system_theme import Inquiry


def run_window(
    options: Options,
    opened: OpenChat,
    file: SettingsFile,
    settings: Settings,
    warnings: Sequence[str],
) -> None:
    """Until the person leaves; `opened` is closed then. BadArgument if there is no screen.
    `warnings`: sentences to begin with."""
    inquiry = Inquiry()  # the desktop thinks while Tk starts
    try:
        root = _make_root()
    except BadArgument:
        inquiry.close()
        opened.close()
        raise
    appearance = Appearance(root, settings, inquiry)
    with ExitStack() as behind:
        program = _make_program(root, appearance, options, opened, file, settings, behind)
        program.window.doors.settings_warning = file.warning
        for sentence in warnings:
            program.window.say(sentence)
        is_over = program.run()
    appearance.close()
    root.destroy()
    if is_over:
        opened.close()


def _make_program(
    root: tk.Tk,
    appearance: Appearance,
    options: Options,
    opened: OpenChat,
    file: SettingsFile,
    settings: Settings,
    behind: ExitStack,
) -> Program:
    """`behind`: what is to be closed when the program is over."""

    def make_chat(post: Callable[[Intent], None]) -> Chat:
        name, where = options.name, options.where
        return Chat(name, where, opened.history, settings, post, _wall_ms, opened.person)

    def prepare() -> MakeLink:
        """What is imported here is the most of the program, and the window is there before."""
        import chatgui.native  # noqa: F401
        from chatgui.doorbell import Doorbell

        place = look_up_server(options)
        with suppress(OSError):  # nobody will be able to ring
            behind.callback(Doorbell(opened.folder, program.ring).close)
        return lambda events: opened.make_link(events, place)

    program = Program(root, appearance, make_chat, prepare, opened.home, file.save)
    return program


def _make_root() -> tk.Tk:
    scaling.prepare()
    try:
        return tk.Tk(className="Parley")
    except tk.TclError as trouble:
        raise BadArgument(words.NO_DISPLAY.format(reason=trouble)) from None


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
