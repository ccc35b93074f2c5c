"""What the owner has set while a server ran: it holds at its next starts, too.

An option on the command line wins for that run, and changes nothing of what is remembered. Only
--private and --public are remembered themselves: who starts a server without a word, by a double
click, must not open by that what was closed.
"""

from collections.abc import Mapping
from dataclasses import replace

from chatserver.config import REMEMBERED, Config

Value = str | int | bool


class Settings:
    """`config`: what is in force now. A book like the registry: `changes` is what to store."""

    def __init__(self, config: Config, remembered: Mapping[str, Value] | None = None) -> None:
        """ValueError if something is remembered that cannot be."""
        found = {name: value for name, value in (remembered or {}).items() if name in REMEMBERED}
        for name, value in found.items():
            if type(value) is not REMEMBERED[name]:
                raise ValueError(f"{name} cannot be {value!r}")
        holds = {name: value for name, value in found.items() if name not in config.given}
        self.config = replace(config, **holds)  # type: ignore[arg-type]
        if self.config.is_private:
            self.config = replace(self.config, guests="off")
        is_private = self.config.is_private
        is_news = is_private != found.get("is_private", False)
        self._changed: dict[str, Value] = {"is_private": is_private} if is_news else {}

    def set(self, **values: Value) -> list[str]:
        """From now on; of these, the names of those that an option will set anew at a next start
        with the same command line."""
        self.config = replace(self.config, **values)  # type: ignore[arg-type]
        self._changed |= values
        return [name for name in values if name in self.config.given]

    @property
    def is_changed(self) -> bool:
        return bool(self._changed)

    def changes(self) -> dict[str, Value]:
        changed, self._changed = self._changed, {}
        return changed
