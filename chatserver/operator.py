"""What the server's owner can type where it runs: `list`, `kick NAME`, `quit`."""

from chatserver.effects import Effect
from chatserver.hub import Hub
from shared.net.path import shown_host


def obey(line: str, hub: Hub, now: float) -> tuple[list[Effect], str]:
    """One typed line as effects and an answer; `quit` is the server's own business."""
    word, _, rest = line.strip().partition(" ")
    if word == "list":
        return [], _list(hub, now)
    if word == "kick" and rest:
        person = hub.people.by_name(rest.strip())
        if person is None:
            return [], f"Nobody here is called {rest.strip()}."
        return hub.dismiss(person, "kicked"), f"{person.name} is sent away for 10 minutes."
    return [], "Type list, kick NAME or quit."


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
