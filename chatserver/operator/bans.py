"""Bans: who must not come back."""

from collections.abc import Callable
from ipaddress import IPv6Network, ip_address, ip_network
from typing import Final

from chatserver.bans import Ban as Kept
from chatserver.control.answers import BanRow, Bans
from chatserver.control.operations import AskBans, Ban, Unban
from chatserver.effects import Effect
from chatserver.guests.networks import Network, is_loopback
from chatserver.operator.desk import Desk, Outcome, hex_id, quoted, read_id, refused, told
from chatserver.operator.invites import say_open
from chatserver.people import Person

WIDEST: Final = {4: 8, 6: 16}
"""Prefixes. What is wider is nearly everybody, and more likely a slip than meant."""

_MAPPED: Final = IPv6Network("::ffff:0:0/96")


def list_bans(desk: Desk, operation: AskBans, now: float) -> Outcome:
    rows = [BanRow(ban.who, ban.kind, ban.label, ban.since_ms) for ban in desk.hub.room.bans]
    return [], Bans(tuple(rows))


def ban(desk: Desk, operation: Ban, now: float) -> Outcome:
    """Anybody can call themselves like an address or an id of somebody else, so what means two
    things bans nobody; the answer says how to name either. No name has a slash."""
    who = operation.who.strip()
    id = read_id(operation.id or who)
    if operation.id:
        return (
            refused(f"{quoted(operation.id)} is no id.") if id is None else _ban_id(desk, id, now)
        )
    person, known = desk.hub.people.by_name(who), desk.hub.room.registry.by_name(who)
    bearer = person or known
    if id is not None and bearer is not None and bearer.id != id:
        return refused(
            f"{who} is the id of one and the name of another, who is banned by {hex_id(bearer.id)}."
        )
    if id is not None:
        return _ban_id(desk, id, now)
    network = _network(who)
    if bearer is not None and network is not None:
        return refused(
            f"{who} is also what somebody is called: ban {hex_id(bearer.id)} for them, or "
            f"{network} for the address."
        )
    if person is not None and not person.verified:
        return _ban_guest(desk, person, now)
    if known is not None:
        return _ban_person(desk, known.id, known.name, now)
    if network is None:
        return refused(f"Nobody known is called {quoted(who)}, and it is no address or network.")
    return _ban_network(desk, network, "", now)


def unban(desk: Desk, operation: Unban, now: float) -> Outcome:
    who = operation.who.strip()
    network = _network(who)
    lifted = desk.hub.room.bans.lift(who if network is None else _shown(network))
    if not lifted:
        return refused(f"{quoted(who)} is not banned; `bans` shows who is.")
    for ban in lifted:
        if ban.kind == "address":
            desk.parts.entrance.heed(ip_network(ban.who))
    return told(f"{', '.join(ban.label or ban.who for ban in lifted)} may come back.")


def _ban_id(desk: Desk, id: int, now: float) -> Outcome:
    person, known = desk.hub.people.by_id(id), desk.hub.room.registry.by_id(id)
    if person is not None and not person.verified:
        return _ban_guest(desk, person, now)
    return _ban_person(desk, id, known.name if known is not None else "", now)


def _ban_person(desk: Desk, person: int, name: str, now: float) -> Outcome:
    who = hex_id(person)
    desk.hub.room.bans.add(Kept(who, "identity", name, desk.hub.room.wall_ms(now)))
    here = desk.hub.people.by_id(person)
    effects = [] if here is None else desk.hub.dismiss(here, "kicked")
    text = f"{name or who} is banned, from wherever they come. {_say_way_back(desk, here, now)}"
    return told(text, *effects)


def _say_way_back(desk: Desk, here: Person | None, now: float) -> str:
    """A name is an identity, and anybody can make another one."""
    if desk.hub.room.gate.is_private:
        return f"Under another name they need an invite.{say_open(desk, now)}"
    again = "Under another name they come in as somebody new: "
    host = "" if here is None else _host_of(desk, here)
    network = _network(host)
    if network is None:
        return f"{again}ban their address too, or start the server with --private."
    if _why_not(desk, network, now):
        return f"{again}against that, start the server with --private."
    return f"{again}ban {_shown(network)} too, or start the server with --private."


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
        return "That is nearly everybody; name a smaller network."
    own = [*desk.addresses.every(now), "127.0.0.1", "::1"]
    if not any(ip_address(host) in network for host in own):
        return ""
    if network.num_addresses == 1:
        return f"{_shown(network)} is this computer itself."
    return f"{network} holds this computer itself; name a network without it, or an address."


def _people_in(desk: Desk, holds: Callable[[str], bool]) -> list[Person]:
    return [person for person in desk.hub.people if holds(_host_of(desk, person))]


def _host_of(desk: Desk, person: Person) -> str:
    line = desk.parts.native.line(person.peer)
    host = person.address.host if line is None else line.path.remote[0]
    return host.partition("%")[0]


def _network(text: str) -> Network | None:
    """IPv4 in IPv6's clothes is what the sockets call IPv4."""
    try:
        network = ip_network(text.partition("%")[0], strict=False)
    except ValueError:
        return None
    if network.version == 6 and network.overlaps(_MAPPED):
        host = ip_address(int(network.network_address) & 0xFFFF_FFFF)
        return ip_network(f"{host}/{max(0, network.prefixlen - _MAPPED.prefixlen)}")
    return network


def _shown(network: Network) -> str:
    return str(network.network_address) if network.num_addresses == 1 else str(network)
