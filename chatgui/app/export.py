"""The whole history in a file, for people or for programs."""

from collections.abc import Iterable
from pathlib import Path

from chatgui.app import words
from chatgui.app.lines import export_json, export_lines
from chatgui.app.shown import Shown
from shared.disk import create_stream


def export(messages: Iterable[Shown], path: Path) -> str:
    """Write them there, `.jsonl` for programs; what came of it, as a sentence. No file is
    overwritten. What reading `messages` raises comes through."""
    lines = (export_json if path.suffix == ".jsonl" else export_lines)(messages)
    count = 0
    try:
        with create_stream(path) as file:
            for line in lines:
                file.write(line + "\n")
                count += 1
    except FileExistsError:
        return words.FILE_EXISTS.format(path=path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return words.CANNOT_WRITE.format(path=path, reason=reason)
    return words.EXPORTED_HISTORY.format(count=count, path=path)
