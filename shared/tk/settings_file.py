"""What a person has chosen, in one readable file: a Struct as TOML. No tkinter."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from shared.disk import make_folder, name_aside, replace_file
from shared.text import one_line
from shared.tk import words

S = TypeVar("S", bound=Struct)


class SettingsFile(Generic[S]):
    """`load` once, then `save` at each change. `warning`: a sentence for the person, or empty.
    `kind`: each of its fields has a usual value. `head`, `notes` (by the names of fields): said in
    the file."""

    def __init__(self, path: Path, kind: type[S], head: str, notes: Mapping[str, str]) -> None:
        self._path, self._kind, self._head, self._notes = path, kind, head, notes
        self._is_foreign = False  # it cannot be read, and is not ours to write over
        self.warning = ""

    def load(self) -> S:
        """The usual ones where nothing is kept, or nothing that can be read."""
        self.warning = ""
        try:
            return self._read(tomllib.loads(self._path.read_bytes().decode("utf-8-sig")))
        except FileNotFoundError:
            pass
        except OSError as error:
            self._give_up(error)
        except (ValueError, RecursionError):  # not TOML, not UTF-8
            self._set_aside()
        return self._kind()

    def save(self, settings: S) -> str:
        """Why they are not kept, as a sentence; empty: they are."""
        if self._is_foreign:
            return self.warning
        try:
            make_folder(self._path.parent)
            replace_file(self._path, self._write(settings).encode())
        except OSError as error:
            return words.SETTINGS_NOT_SAVED.format(path=self._path, reason=_reason(error))
        return ""

    def _read(self, content: dict[str, Any]) -> S:
        """Each by itself: what one does not understand costs that one only."""
        known: dict[str, Any] = {}
        left_out = []
        types = {field.name: field.type for field in msgspec.structs.fields(self._kind)}
        for name, value in content.items():
            try:
                known[name] = msgspec.convert(value, types[name])
            except (KeyError, msgspec.ValidationError):
                left_out.append(one_line(name))
        if left_out:
            names = ", ".join(left_out)
            self.warning = words.SETTINGS_IGNORED.format(path=self._path, names=names)
        return self._kind(**known)

    def _write(self, settings: S) -> str:
        lines = [self._head]
        for name, value in msgspec.structs.asdict(settings).items():
            note = f"  # {self._notes[name]}" if name in self._notes else ""
            # JSON's spelling of words, numbers and lists is TOML's, too, but for DEL.
            spelt = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
            lines.append(f"{name} = {spelt}{note}")
        return "\n".join(lines) + "\n"

    def _set_aside(self) -> None:
        aside = name_aside(self._path)
        try:
            self._path.rename(aside)
        except OSError as error:
            self._give_up(error)
        else:
            self.warning = words.SETTINGS_DAMAGED.format(path=aside)

    def _give_up(self, error: OSError) -> None:
        self._is_foreign = True
        self.warning = words.SETTINGS_NOT_MOVED.format(path=self._path, reason=_reason(error))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
