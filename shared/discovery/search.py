"""One search for servers. Sans-IO: addresses, time and bytes go in, questions come out.

    questions(now)                 what to send now
    wake_at                        when there is more to send; inf: never again
    receive_untrusted(...)         what came back: a server that is new or known better now, or None
    found, places(id)              all so far

Who was announced (mDNS) is asked directly, too: an answer from there says that the way is open,
and how many people are online.
"""

from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from math import inf
from typing import Final, NamedTuple

from shared.constants import DEFAULT_PORT
from shared.discovery import mdns
from shared.discovery.found import FoundServer
from shared.discovery.interfaces import Interface
from shared.names import can_be_seen
from shared.net.path import bracketed
from shared.text import one_line
from shared.wire import BadPacket
from shared.wire.probes import Here, encode_probe

ROUNDS_S: Final = (0.0, 0.4, 1.1)
"""Each question can be lost, and so can its answer: on Wi-Fi nobody repeats a broadcast."""

MOST_SERVERS: Final = 64
MOST_PLACES: Final = 6
"""Of one server. A forger has to be among the first to be looked at."""
MOST_PORTS: Final = 2
"""Of one server at one address: no single forger takes the room of all others."""
MOST_ASKED: Final = 128
"""Places that were only heard of: nobody makes us ask half the world."""

EVERYBODY: Final = "255.255.255.255"
ALL_NODES: Final = "ff02::1"
HERE: Final = ("127.0.0.1", DEFAULT_PORT)

Place = tuple[str, int]
"""A numeric address and a port."""


class Question(NamedTuple):
    """`source`: the address of ours to send it from; empty: whichever leads there."""

    data: bytes
    host: str
    port: int
    source: str = ""


class Search:
    def __init__(
        self,
        random: bytes,
        interfaces: Sequence[Interface],
        hosts: Iterable[Place],
        now: float,
        wanted: bytes = b"",
    ) -> None:
        """`random`: 10 bytes. `hosts`: asked directly, the dearest first: a server that answers at
        several addresses is reached at the first of these. This computer is always asked. `wanted`:
        the id of a server for which there is always room."""
        self._nonce, self._number = random[:8], int.from_bytes(random[8:10], "big")
        self._interfaces = interfaces
        self._hosts = tuple(dict.fromkeys((*hosts, HERE)))
        self._began_at = now
        self._wanted = wanted
        self._rounds = 0
        self._heard_of: dict[Place, bool] = {}  # whether it was asked in this round
        self._answered: set[Place] = set()
        self._servers: dict[bytes, dict[Place, FoundServer]] = {}

    @property
    def wake_at(self) -> float:
        if not all(self._heard_of.values()):
            return -inf
        return self._round_at

    @property
    def found(self) -> list[FoundServer]:
        """In the order of `hosts`, others by name."""
        best = [self._best(id) for id in self._servers]
        return sorted(best, key=lambda one: (self._rank(one), one.name.casefold(), one.id))

    def places(self, id: bytes) -> list[Place]:
        """All addresses that say they are that server, the best first."""
        known = self._servers.get(id, {}).values()
        return [(one.host, one.port) for one in sorted(known, key=self._rank)]

    def questions(self, now: float) -> list[Question]:
        wanted: list[Question] = []
        if now >= self._round_at:
            self._rounds += 1
            wanted += self._ask_all()
            self._heard_of = {place: place in self._answered for place in self._heard_of}
        probe = encode_probe(self._nonce)
        for place, is_asked in self._heard_of.items():
            if not is_asked:
                wanted.append(Question(probe, *place))
                self._heard_of[place] = True
        return wanted

    def receive_untrusted(self, datagram: bytes, sender: Place) -> FoundServer | None:
        """BadPacket if it is no answer to what was asked."""
        if sender[1] == mdns.PORT:
            return self._hear_of_untrusted(datagram, sender)
        answer = Here.decode_untrusted(datagram)
        if answer.nonce != self._nonce:
            raise BadPacket("the answer to another question")
        self._answered.add(sender)
        name = _called(answer.name, sender)
        found = FoundServer(answer.id, name, *sender, answer.people, answer.is_private, "probe")
        return self._note(found)

    @property
    def _round_at(self) -> float:
        return self._began_at + ROUNDS_S[self._rounds] if self._rounds < len(ROUNDS_S) else inf

    def _ask_all(self) -> list[Question]:
        probe, question = encode_probe(self._nonce), mdns.encode_question(self._number)
        asked = [Question(probe, *place) for place in self._hosts if place not in self._answered]
        for address, broadcast, link, _ in self._interfaces:
            if link:
                asked.append(Question(probe, f"{ALL_NODES}%{link}", DEFAULT_PORT))
            else:
                asked.append(Question(question, mdns.GROUP, mdns.PORT, address))
            if broadcast:
                asked.append(Question(probe, broadcast, DEFAULT_PORT, address))
                asked.append(Question(probe, EVERYBODY, DEFAULT_PORT, address))
        return asked

    def _hear_of_untrusted(self, datagram: bytes, sender: Place) -> FoundServer | None:
        news: FoundServer | None = None
        for announced in mdns.decode_answer_untrusted(datagram, self._number):
            for host in _usable(announced.addresses, sender[0]):
                place = host, announced.port
                if place not in self._heard_of and len(self._heard_of) < MOST_ASKED:
                    self._heard_of[place] = place in self._answered
                name = _called(announced.name, place)
                private = announced.is_private
                found = FoundServer(announced.id, name, *place, None, private, "mdns")
                news = self._note(found) or news
        return news

    def _note(self, found: FoundServer) -> FoundServer | None:
        """What is best known of that server now, if that is news."""
        if not any(found.id) or not found.name:
            raise BadPacket("nobody")
        known = self._servers.get(found.id)
        if known is None:
            if len(self._servers) >= MOST_SERVERS and found.id != self._wanted:
                return None
            known = self._servers[found.id] = {}
        before = self._best(found.id) if known else None
        place = found.host, found.port
        if place in known:
            if found.by == "mdns" and known[place].by == "probe":
                return None  # it has said more itself
        elif crowd := _crowd(known, found.host):
            worst = max(crowd, key=lambda one: self._rank(known[one]))
            if self._rank(found) >= self._rank(known[worst]):
                return None
            del known[worst]
        known[place] = found
        best = self._best(found.id)
        return best if best != before else None

    def _best(self, id: bytes) -> FoundServer:
        return min(self._servers[id].values(), key=self._rank)

    def _rank(self, found: FoundServer) -> tuple[bool, int, bool]:
        """The lower the better: one that answers, one that is dear, IPv4. Of equals the first."""
        place = found.host, found.port
        at = self._hosts.index(place) if place in self._hosts else len(self._hosts)
        if at == len(self._hosts) and found.host != HERE[0]:
            at += 1  # another port of this computer comes before the network
        return found.by != "probe", at, ":" in found.host


def _crowd(known: Iterable[Place], host: str) -> list[Place]:
    """Of which one has to go before one there comes in; empty: there is room."""
    everywhere = list(known)
    there = [place for place in everywhere if place[0] == host]
    if len(there) >= MOST_PORTS:
        return there
    return everywhere if len(everywhere) >= MOST_PLACES else []


def _called(name: str, place: Place) -> str:
    """Of one whose name shows nothing, where it is: nobody could choose it."""
    shown = one_line(name).strip()
    return shown if not shown or can_be_seen(shown) else f"{bracketed(place[0])}:{place[1]}"


def _usable(addresses: tuple[str, ...], sender: str) -> list[str]:
    """Where a server that was announced may be, the surest first: who said so is among them,
    unless it told of somebody else."""
    hosts = [sender] if sender in addresses or not addresses else []
    for text in addresses:
        address = ip_address(text)
        if address.is_multicast or address.is_unspecified or text == EVERYBODY:
            continue
        if address.is_loopback and not ip_address(sender.partition("%")[0]).is_loopback:
            continue
        if not (address.version == 6 and address.is_link_local) and text not in hosts:
            hosts.append(text)  # a link-local one is none without its link
    return hosts
