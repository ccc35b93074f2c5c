"""Bans: who must not come back."""

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Final

from chatserver.bans import Ban as Kept
from chatserver.control.operations import AskBans, Ban, BanRow, Bans, Unban
from chatserver.effects import Effect
from chatserver.guests.networks import Network, is_loopback
from chatserver.operator.desk import Desk, Outcome, refused, told
from chatserver.people import Person

WIDEST: Final = {4: 8, 6: 16}
"""Prefixes. What is wider is nearly everybody, and more likely a slip than meant."""


def list_bans(desk: Desk, operation: AskBans, now: float) -> Outcome:
    rows = [BanRow(ban.who, ban.kind, ban.label, ban.since_ms) for ban in desk.hub.room.bans]
    return [], Bans(tuple(rows))


def ban(desk: Desk, operation: Ban, now: float) -> Outcome:
    """Names first: whoever calls themselves like the address of somebody else is meant, not they.
    Of an address that is also a name the network is none: 10.0.0.5/32."""
    who = operation.who.strip()
    person = desk.hub.people.by_name(who)
    if person is not None and not person.verified:
        return _ban_guest(desk, person, now)
    known = desk.hub.room.registry.by_name(who)
    if known is not None:
        return _ban_person(desk, known.id, known.name, now)
    network = _network(who)
    if network is None:
        return refused(f"Nobody known is called {who}, and it is no address or network.")
    return _ban_network(desk, network, "", now)


def unban(desk: Desk, operation: Unban, now: float) -> Outcome:
    who = operation.who.strip()
    network = _network(who)
    lifted = desk.hub.room.bans.lift(who if network is None else _shown(network))
    if not lifted:
        return refused(f"{who} is not banned; `bans` shows who is.")
    for ban in lifted:
        if ban.kind == "address":
            desk.parts.entrance.heed(ip_network(ban.who))
    return told(f"{', '.join(ban.label or ban.who for ban in lifted)} may come back.")


def _ban_person(desk: Desk, person: int, name: str, now: float) -> Outcome:
    hex_id = person.to_bytes(8, "big").hex()
    desk.hub.room.bans.add(Kept(hex_id, "identity", name, desk.hub.room.wall_ms(now)))
    here = desk.hub.people.by_id(person)
    effects = [] if here is None else desk.hub.dismiss(here, "kicked")
    return told(f"{name} is banned, under whatever name and from wherever they come.", *effects)


def _ban_guest(desk: Desk, guest: Person, now: float) -> Outcome:
    """By the one address. A whole /64 of IPv6 would mostly be the whole class room."""
    network = ip_network(guest.address.host.partition("%")[0])
    if is_loopback(network.network_address):
        return refused(f"{guest.name} writes from this computer itself; kick {guest.name} instead.")
    return _ban_network(desk, network, guest.name, now)


def _ban_network(desk: Desk, network: Network, label: str, now: float) -> Outcome:
    why = _why_not(desk, network, now)
    if why:
        return refused(why)
    who = _shown(network)
    desk.hub.room.bans.add(Kept(who, "address", label, desk.hub.room.wall_ms(now)))
    there = _people_in(desk, lambda host: ip_address(host) in network)
    effects: list[Effect] = [e for person in there for e in desk.hub.dismiss(person, "kicked")]
    gone = f" {', '.join(person.name for person in there)} sent away." if there else ""
    return told(f"Nothing from {who} is heard any more.{gone}", *effects)


def _why_not(desk: Desk, network: Network, now: float) -> str:
    """Why a network cannot be banned; empty: it can."""
    if network.prefixlen < WIDEST[network.version]:
        return f"{network} is nearly everybody; name a smaller network."
    own = [*desk.addresses.every(now), "127.0.0.1", "::1"]
    if network.num_addresses == 1 and str(network.network_address) in own:
        return f"{network.network_address} is this computer itself."
    return ""


def _people_in(desk: Desk, holds: Callable[[str], bool]) -> list[Person]:
    found = []
    for person in desk.hub.people:
        line = desk.parts.native.line(person.peer)
        host = person.address.host if line is None else line.path.remote[0]
        if holds(host.partition("%")[0]):
            found.append(person)
    return found


def _network(text: str) -> Network | None:
    try:
        return ip_network(text.partition("%")[0], strict=False)
    except ValueError:
        return None


def _shown(network: Network) -> str:
    return str(network.network_address) if network.num_addresses == 1 else str(network)
