"""What the connection itself promises; conversations are in test_native.py."""

from random import Random

import pytest

from chatgui.app.messages import Ended, Quit, Warned
from chatgui.connection import FINAL_CODES, INVITE_CODES, UNKNOWN_AFTER_FINS
from shared.crypto.identity import invite_psk, invite_token_id
from shared.dialects.native import closing
from shared.session.client_opening import Stage
from shared.wire import packets
from tests.support.fakenet import Link
from tests.support.town import SERVER, Town


def connected(seed: int = 1) -> tuple[Town, object]:
    town = Town(seed)
    ann = town.move_in("ann")
    town.run(1)
    assert ann.statuses == ["connected"]
    return town, ann


def kinds(town: Town, since: float) -> list[int]:
    return [data[0] for at, _, data in town.seen if at >= since]


def test_forged_resets_and_noise_change_nothing():
    town, ann = connected()
    rng = Random(1)
    recorded = [data for _, _, data in town.seen]
    since = town.now
    for n in range(3000):
        forged = bytes((packets.RESET,)) + rng.randbytes(rng.randrange(39, 47))
        mutated = bytearray(rng.choice(recorded))
        mutated[rng.randrange(len(mutated))] ^= 1 << rng.randrange(8)
        noise = rng.randbytes(rng.randrange(1, 1300))
        for datagram in (forged, bytes(mutated), noise, b"", recorded[n % len(recorded)]):
            ann.session.receive(datagram, town.now)
    town.run(60)
    assert packets.HELLO not in kinds(town, since)
    assert ann.statuses == ["connected"]


def test_noise_does_not_disturb_a_handshake():
    town = Town()
    rng = Random(2)
    ann = town.move_in("ann")
    for _ in range(400):
        ann.session.receive(bytes((rng.randrange(0xF8, 0x100),)) + rng.randbytes(60), town.now)
        town.run(0.001)
    assert ann.statuses == ["connected"]


def test_a_true_reset_is_believed_once():
    town, _ = connected()
    since = town.now
    town.server.restart(town.now)
    town.say(town.residents[0], "hi")
    town.run(5)
    assert kinds(town, since).count(packets.FIN) == 1


def test_a_server_said_to_be_gone_is_asked_and_only_its_silence_counts():
    town, ann = connected()
    since = town.now
    for _ in range(50):
        ann.session.refused(town.now)
        town.run(0.1)
    assert packets.HELLO not in kinds(town, since), "it answers"
    town.net.partition(ann.address, SERVER)
    for _ in range(30):
        ann.session.refused(town.now)
        town.run(0.1)
    assert ann.statuses == ["connected", "trying again"]


def test_a_server_that_closes_again_and_again_is_asked_ever_less_often():
    town, ann = connected()

    def shut() -> None:
        for guest in town.server.guests.values():
            guest.closes_with = closing.CLOSING
        town.call_at(town.now + 0.1, shut)

    shut()
    town.run(120)
    counts = [
        kinds_between(town, start, start + 40).count(packets.FIN) for start in (101, 141, 181)
    ]
    assert counts[0] > counts[1] >= counts[2] > 0
    assert sum(counts) < 25
    assert ann.ended is None


def test_a_server_that_crashes_again_and_again_is_back_with_everybody_in_3_s():
    town, ann = connected()
    for _ in range(12):
        town.server.restart(town.now)
        town.say(ann, "are you there?")
        assert town.run_until(lambda: town.server.guests) < 3.0
        town.run(0.5)


def kinds_between(town: Town, start: float, end: float) -> list[int]:
    return [data[0] for at, _, data in town.seen if start <= at < end]


def test_leaving_is_said_three_times():
    town, ann = connected()
    ann.session.do(Quit(), town.now)
    assert ann.session.datagrams(town.now) == []
    farewell = ann.session.datagrams(town.now)
    assert len(farewell) == 3
    assert len(set(farewell)) == 1
    assert ann.session.datagrams(town.now) == []


@pytest.mark.parametrize("seed", range(5))
def test_the_old_session_may_live_or_die_while_its_successor_knocks(seed: int):
    """The line comes back at any moment of the new handshake."""
    town = Town(seed, Link(delay=(0.05, 0.2)))
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(3)
    town.net.partition(ann.address, SERVER)
    town.say(ann, "one", "bob")
    town.run(5.0 + 0.09 * seed)
    town.net.partition(ann.address, SERVER, is_cut=False)
    for _ in range(20):
        town.say(ann, "more", "bob")
        town.run(0.1)
    town.run(10)
    assert bob.texts == ["one"] + ["more"] * 20
    assert ann.ended is None
    assert len([guest for guest in town.server.guests.values() if guest.person != 0]) == 2


def test_stages_are_those_the_connection_relies_on():
    assert {stage.name for stage in Stage} == {"HELLO", "INIT", "FIN", "OPEN", "REFUSED"}


@pytest.mark.parametrize("seed", range(5))
def test_another_session_on_our_own_wish_disturbs_nobody(seed: int):
    town = Town(seed, Link(loss=0.2, delay=(0.01, 0.05)))
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(5)
    sessions = len(town.server.greetings)
    ann.session._connection.renew(town.now)
    for n in range(10):
        town.say(ann, f"{n}", "bob")
        town.run(0.1)
    town.run(10)
    assert bob.texts == [f"{n}" for n in range(10)]
    assert len(town.server.greetings) > sessions
    assert {"trying again", "connected again"}.isdisjoint(ann.statuses)


# --- invites -----------------------------------------------------------------------------------

TOKEN = b"a token, 16 byte"


class Card:
    """An invitation, and what became of it."""

    def __init__(self) -> None:
        self.token, self.warning = TOKEN, ""
        self.happened: list[str] = []

    def accept(self) -> None:
        self.token, self.warning = b"", "Nowhere to note that."
        self.happened.append("accepted")

    def drop(self, key: bytes) -> None:
        self.token = b""
        self.happened.append("dropped")


def invited(seed: int = 1, link: Link | None = None, *, is_known: bool = True) -> tuple[Town, Card]:
    town, card = Town(seed, link), Card()
    if is_known:
        psk = invite_psk(TOKEN, town.server.keys.public)
        town.server.psks[invite_token_id(TOKEN)] = psk
    town.server.restart(town.now)
    town.move_in("ann", invitation=card)
    return town, card


def modes(town: Town) -> set[int]:
    """In which it asked to be let in."""
    return {data[10] for _, _, data in town.seen if data[0] in (packets.HELLO, packets.INIT)}


@pytest.mark.parametrize("seed", range(3))
def test_an_invite_is_shown_until_it_has_let_us_in_and_then_no_more(seed: int):
    town, card = invited(seed, Link(loss=0.3))
    (ann,) = town.residents
    assert town.run_until(lambda: ann.is_in) < 60
    assert modes(town) == {packets.Mode.INVITE}
    assert card.happened == ["accepted"]
    assert [event.text for event in ann.of(Warned)] == ["Nowhere to note that."]
    town.seen.clear()
    town.server.restart(town.now)
    town.say(ann, "still here")
    assert town.run_until(lambda: town.server.texts()) < 60
    assert modes(town) == {packets.Mode.OPEN}


def test_with_an_invite_that_nobody_knows_it_never_comes_without():
    town, card = invited(is_known=False)
    (ann,) = town.residents
    town.run(UNKNOWN_AFTER_FINS * 3.0 - 0.5)
    assert "unknown invite" not in ann.statuses
    town.run(60)
    assert ann.statuses[-1] == "unknown invite"
    assert modes(town) == {packets.Mode.INVITE}
    assert card.happened == []
    town.server.psks[invite_token_id(TOKEN)] = invite_psk(TOKEN, town.server.keys.public)
    assert town.run_until(lambda: ann.is_in) < 60, "it was made a moment later"


@pytest.mark.parametrize("code", sorted({*FINAL_CODES}))
def test_an_invite_that_lets_nobody_in_is_not_shown_again(code: int):
    town, card = invited()
    (ann,) = town.residents
    town.run_until(lambda: town.server.guests)
    town.server.guest("ann").closes_with = code
    town.run(5)
    assert len(ann.of(Ended)) == 1
    assert ("dropped" in card.happened) == (code in INVITE_CODES)
