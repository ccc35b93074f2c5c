"""What the server's owner can type where it runs, and what they are answered."""

from collections.abc import Collection
from datetime import datetime

from chatserver.effects import Append, Effect
from chatserver.hub import Hub
from chatserver.people import Person
from chatserver.registry import Known
from shared.chat import NameReleased
from shared.names import name_key
from shared.net.path import shown_host


def obey(line: str, hub: Hub, now: float) -> tuple[list[Effect], str]:
    """One typed line (`list`, `names`, `release NAME`, `kick NAME`) as effects and an answer;
    `quit` is the server's own business."""
    word, _, rest = line.strip().partition(" ")
    if word == "list":
        return [], _list(hub, now)
    if word == "names":
        return [], describe_names(list(hub.room.registry))
    if word == "release" and rest:
        return _release(rest.strip(), hub, now)
    if word == "kick" and rest:
        person = hub.people.by_name(rest.strip())
        if person is None:
            return [], f"Nobody here is called {rest.strip()}."
        return hub.dismiss(person, "kicked"), _farewell(person)
    return [], "Type list, names, release NAME, kick NAME, network or quit."


def describe_names(known: Collection[Known]) -> str:
    """Whose names are kept, since when they were last here."""
    if not known:
        return "No names are kept."
    return "\n".join(
        f"  {person.name}, last here {datetime.fromtimestamp(person.seen_ms / 1000):%Y-%m-%d %H:%M}"
        for person in sorted(known, key=lambda person: name_key(person.name))
    )


def _release(name: str, hub: Hub, now: float) -> tuple[list[Effect], str]:
    known = hub.room.registry.by_name(name)
    if known is None:
        return [], f"Nobody owns the name {name}."
    if hub.people.by_id(known.id) is not None:
        return [], f"{known.name} is here; kick {known.name} first."
    return [Append(NameReleased(known.id))], f"The name {known.name} is free."


def _farewell(person: Person) -> str:
    """A guest's address is not heard for a while; our own clients stay away by themselves."""
    if person.verified:
        return f"{person.name} is sent away until they choose to come back."
    return f"{person.name} is sent away for 10 minutes."


def _list(hub: Hub, now: float) -> str:
    if not len(hub.people):
        return "Nobody is here."
    lines = [f"{len(hub.people)} here:"]
    for person in hub.people:
        shown = person.shown(now)
        mark = "" if shown.verified else ", unverified"
        quiet = "" if shown.presence == "here" else f", {shown.presence}"
        where = f"{shown_host(shown.address.host)}:{shown.address.port}"
        lines.append(f"  {shown.name} ({shown.door} from {where}{mark}{quiet})")
    return "\n".join(lines)
