"""The client in a window, or one sentence where this computer cannot show one."""

import sys
from pathlib import Path

import msgspec

from chatgui.app import words
from chatgui.app.settings import SettingsFile
from chatgui.opening import open_chat
from chatgui.options import BadArgument, Options
from chatgui.profile import AlreadyOpen
from shared.disk import DiskError


def open_window(options: Options, home: Path) -> int:
    """Until the person leaves: exit code 0, also where a window of theirs was open and has come up
    now. BadArgument or DiskError if it could not begin. A name that is not given is asked for."""
    if options.door == "classroom":
        raise BadArgument(words.NO_CLASSROOM_WINDOW)
    try:
        from chatgui.tk.run import Windows
    except ImportError as missing:  # also where it is there and Tk itself is not
        if "tkinter" not in (missing.name or str(missing)):  # Debian's has no name
            raise
        raise BadArgument(words.NO_TKINTER) from None
    file = SettingsFile(home)
    settings = file.load()
    tells_read = options.tells_read and settings.tells_read
    options = msgspec.structs.replace(options, tells_read=tells_read)
    warnings = [file.warning] if file.warning else []
    opened = None
    if options.name:
        try:
            opened = open_chat(options, home, warnings.append)
        except AlreadyOpen as running:
            from shared.doorbell import ring

            if options.is_hidden or ring(running.folder, options.typed):
                return 0
            _ask_instead(running, warnings)
        except DiskError as trouble:
            _ask_instead(trouble, warnings)
    Windows(options, home, opened, file, settings, warnings).run()
    return 0


def _ask_instead(trouble: DiskError, warnings: list[str]) -> None:
    """Who began from an icon reads no terminal: the start dialog says it, and has a way on."""
    terminal = sys.stdin, sys.stdout, sys.stderr
    if any(stream is not None and stream.isatty() for stream in terminal):
        raise trouble
    if sys.stderr is not None:
        print(trouble, file=sys.stderr)
    warnings.append(str(trouble))
