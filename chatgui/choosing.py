"""Which of the servers that a search has found is meant, and how they are shown. Pure."""

from collections.abc import Mapping, Sequence

from chatgui.app.words import finding as words
from chatgui.bookmarks import Used
from shared.columns import in_columns
from shared.crypto.identity import server_id, spell_server_id
from shared.discovery.found import FoundServer
from shared.net.path import bracketed

Keys = Mapping[bytes, bytes]
"""Of servers that were joined before, by their ids."""


def keys_of(used: Sequence[Used]) -> dict[bytes, bytes]:
    return {server_id(one.key): one.key for one in used}


def is_last(found: FoundServer, used: Sequence[Used]) -> bool:
    """Whether it says to be the one that was joined last, wherever it is now."""
    return bool(used) and found.id == server_id(used[0].key)


def choose(found: Sequence[FoundServer], used: Sequence[Used]) -> FoundServer | None:
    """The one joined last; the only one for who was nowhere yet. What is typed by who was elsewhere
    may be meant for those there. None: somebody has to say which."""
    meant = [one for one in found if is_last(one, used)] if used else found
    return meant[0] if meant and (used or len(meant) == 1) else None


def known_as(found: FoundServer, used: Sequence[Used]) -> Used:
    """The address at which that server was joined before, this one rather than others; where it is
    new, this one, and no key."""
    own = [one for one in used if server_id(one.key) == found.id]
    here = Used(found.host, found.port, b"")
    return next((one for one in own if one[:2] == here[:2]), own[0] if own else here)


def where_of(found: FoundServer) -> str:
    return f"{bracketed(found.host)}:{found.port}"


def rows_of(found: Sequence[FoundServer], known: Keys) -> list[str]:
    """A line for each, in columns: name, people, address, fingerprint, what else there is."""
    return in_columns(
        [
            (one.name, _people(one), where_of(one), spell_server_id(one.id), _notes(one, known))
            for one in found
        ]
    )


def _people(found: FoundServer) -> str:
    if found.people is None:
        return "" if found.by == "probe" else words.SILENT
    return words.PERSON if found.people == 1 else words.PEOPLE.format(count=found.people)


def _notes(found: FoundServer, known: Keys) -> str:
    notes = [words.KNOWN] if found.id in known else []
    return ", ".join([*notes, *([words.NEEDS_INVITE] if found.is_private else [])])
