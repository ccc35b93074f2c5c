"""Who comes by our own client: bans first, then the gate, which hears whether the name is free."""

from random import Random

import pytest

from chatserver.bans import Ban, Bans
from chatserver.gate import Gate
from chatserver.invites import Invite, Invites
from chatserver.log.memory import MemoryLog
from chatserver.porter import Porter
from chatserver.room import Room
from shared.chat import Why
from shared.net.path import Path
from shared.session.events import SessionOpened
from shared.wire.greetings import ClientGreeting
from tests.support.playbook import proves

EVA = proves(3)
INVITE = Invite(b"T" * 16, "for the desk", 0, 0, uses_left=1)


def room(*, is_private: bool = True, bans: Bans | None = None) -> Room:
    gate = Gate(invites=Invites([INVITE]), is_private=is_private)
    return Room(Random(1), MemoryLog(), gate=gate, bans=bans or Bans())


def ask(place: Room, name: str = "eva", token_id: bytes = INVITE.id) -> list[Why | None]:
    greeting = ClientGreeting(
        EVA.identity, bytes(64), name, bytes(16), False, bytes(16), 0, bytes(16)
    )
    opened = SessionOpened(7, EVA.identity, greeting, Path(("10.0.0.3", 4000)), token_id)
    told: list[Why | None] = []
    Porter(place).ask(opened, 0.0, told.append)
    return told


def test_who_has_an_invite_is_let_in() -> None:
    place = room()
    assert ask(place, token_id=bytes(16)) == ["uninvited"]
    assert ask(place) == [None]
    assert EVA.identity in place.gate.members


def test_a_ban_comes_before_the_invite() -> None:
    place = room(bans=Bans([Ban(f"{EVA.person:016x}", "identity", "eva", 0)]))
    assert ask(place) == ["kicked"]
    assert EVA.identity not in place.gate.members


@pytest.mark.parametrize("name", ["server", "a b"])
def test_a_name_that_cannot_be_had_uses_up_no_invite(name: str) -> None:
    place = room()
    assert ask(place, name) == [None], "the hub says what is wrong with it"
    assert EVA.identity not in place.gate.members
