"""The native session in conversation with a tiny server, in virtual time."""

from random import Random

import pytest

from chatgui.app.messages import Ended, HistoryBegan, Joined, NoticeReceived, Wait, Waited
from shared.crypto.identity import ServerKeys, fingerprint
from shared.dialects.native import closing
from shared.dialects.native.records import AskPeople, MessageEntry, Notice, Say
from shared.transport.lanes import CHAT, CONTROL
from shared.wire import packets
from tests.support.fakenet import Link
from tests.support.town import SERVER, Pins, Town

BAD = Link(loss=0.3, duplicate=0.1, reorder=0.1)


def numbered(count: int) -> list[str]:
    return [f"number {n}" for n in range(count)]


def test_people_write_to_each_other_and_to_everyone():
    town = Town()
    ann, bob, carol = town.move_in("ann"), town.move_in("bob"), town.move_in("carol")
    town.run(1)
    town.say(ann, "to bob", "BOB")
    town.say(ann, "to all", "Everyone")
    town.say(ann, "to two", "carol", "bob", "bob")
    town.say(ann, "to myself", "ann", "bob")
    town.run(1)
    assert bob.texts == ["to bob", "to all", "to two", "to myself"]
    assert carol.texts == ["to all", "to two"]
    assert ann.texts == ["to myself"]
    assert ann.of(Joined) == [Joined("ann", ann.archive.own, town.server.keys.public, True)]
    assert ann.statuses == ["connected"]


def test_what_was_said_while_away_is_there_on_return():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob", person=7)
    town.run(1)
    town.quit(bob)
    town.run(1)
    town.say(ann, "see you", "bob")
    town.run(1)
    back = town.move_in("bob", person=7, installation=2)
    town.run(1)
    assert back.texts == ["see you"]


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_lost_doubled_or_reordered_on_a_bad_line(seed: int):
    town = Town(seed, BAD)
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run_until(lambda: ann.is_in and bob.is_in)
    for text in numbered(100):
        town.say(ann, text, "bob")
        town.say(bob, text, "ann")
        town.run(0.05)
    town.run(5)
    assert ann.texts == bob.texts == numbered(100)
    assert ann.not_sent == bob.not_sent == []


@pytest.mark.parametrize("link", [Link(), BAD], ids=["good line", "bad line"])
@pytest.mark.parametrize("after_s", [0.01, 0.104, 0.52, 1.7])
def test_a_server_restart_loses_and_doubles_nothing(link: Link, after_s: float):
    town = Town(3, link)
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run_until(lambda: ann.is_in and bob.is_in)
    town.call_at(town.now + after_s, lambda: town.server.restart(town.now))
    for text in numbered(60):
        town.say(ann, text, "bob")
        town.run(0.03)
    assert town.run_until(lambda: len(bob.texts) == 60) < 20
    assert bob.texts == town.server.texts() == numbered(60)
    assert ann.of(HistoryBegan) == []


def test_back_within_3_s_of_a_restart():
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    town.server.restart(town.now)
    town.say(ann, "again")
    assert town.run_until(lambda: town.server.texts()) < 3


def test_a_server_that_forgot_its_log_is_told_what_it_did_not_commit():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    town.say(ann, "before")
    town.run(1)
    town.server.restart(town.now, keeps_log=False)
    town.say(ann, "after")
    town.run(20)
    assert town.server.texts() == ["after"]
    assert bob.texts == ["before", "after"]
    assert len(ann.of(HistoryBegan)) == len(bob.of(HistoryBegan)) == 1


def test_who_has_left_too_much_unread_comes_back_and_reads_it():
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    town.server.guest("ann").closes_with = closing.UNREAD
    town.run(1)
    assert ann.ended is None
    town.say(ann, "what have I missed?")
    town.run(1)
    assert town.server.texts() == ["what have I missed?"]


def test_a_server_that_is_closing_is_waited_for():
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    town.server.guest("ann").closes_with = closing.CLOSING
    town.run(0.02)
    town.server.answers = False
    town.say(ann, "are you back?")
    town.run(30)
    town.server.restart(town.now)
    town.server.answers = True
    assert town.run_until(lambda: town.server.texts()) < 5
    assert ann.statuses == ["connected", "trying again", "connected again"]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (closing.ELSEWHERE, "elsewhere"),
        (closing.KICKED, "kicked"),
        (closing.FULL, "full"),
        (closing.UNINVITED, "uninvited"),
        (closing.EXPIRED, "invite expired"),
        (closing.REVOKED, "invite revoked"),
        (closing.USED_UP, "invite used up"),
        (closing.REMOVED, "removed"),
    ],
)
def test_a_final_word_ends_it(code: int, why: str):
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    town.server.guest("ann").closes_with = code
    town.run(1)
    assert ann.ended is not None
    assert ann.ended.why == why
    sent = len(town.seen)
    town.run(60)
    assert len(town.seen) == sent


@pytest.mark.parametrize("has_left", [False, True])
def test_an_end_says_whether_all_that_was_typed_had_come(has_left: bool):
    town = Town()
    town.server.refuses["ann"] = "ann-2"
    ann = town.move_in("ann")
    town.say(ann, "hello", "everyone")
    if has_left:
        town.quit(ann)
    town.run(1)
    assert ann.ended is not None
    assert (ann.ended.why, ann.ended.after_quit) == ("name", has_left)


def test_the_same_person_at_another_installation():
    town = Town()
    here = town.move_in("ann", person=5)
    town.run(1)
    there = town.move_in("ann", person=5)
    town.run(1)
    assert there.ended is not None
    assert there.ended.why == "elsewhere"
    assert here.ended is None
    taking = town.move_in("ann", person=5, takeover=True)
    town.run(1)
    assert here.ended is not None
    assert here.ended.why == "elsewhere"
    assert taking.ended is None
    # A takeover is a click: once in, nothing repeats it.
    town.server.restart(town.now)
    town.say(taking, "still here")
    town.run(5)
    assert town.server.texts() == ["still here"]
    assert [greeting.takeover for greeting in town.server.greetings[-2:]] == [True, False]


def test_moving_house_100_times_loses_nothing():
    town = Town(2, Link(loss=0.02))
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(2)
    for n, text in enumerate(numbered(100)):
        town.say(ann, text, "bob")
        town.run(0.05)
        town.move(ann, (f"10.2.{n}.7", 5000 + n))
        ann.session.network_changed(town.now)
        town.run(0.15)
    town.run(3)
    assert bob.texts == numbered(100)
    assert ann.ended is None


def test_a_silent_server_gets_a_handshake_beside_the_session_which_goes_on_if_it_returns():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    town.net.partition(ann.address, SERVER)
    town.say(ann, "can you hear me", "bob")
    town.run(4.9)
    assert not hellos(town, since=101.5)
    town.run(10)
    assert hellos(town, since=105.9)
    assert ann.statuses == ["connected", "trying again"]
    town.net.partition(ann.address, SERVER, is_cut=False)
    town.run(5)
    assert bob.texts == ["can you hear me"]
    assert ann.statuses[:3] == ["connected", "trying again", "connected again"]


def test_an_idle_session_is_not_doubted():
    town = Town()
    town.move_in("ann")
    town.run(600)
    assert len(hellos(town, since=0)) == 1
    assert len(town.seen) < 150


@pytest.mark.parametrize("seconds", [5, 40, 100, 8 * 3600])
def test_sleep_heals_without_a_click(seconds: float):
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    town.sleep(ann, seconds)
    town.run(1)
    town.say(bob, "sleeping?", "ann")
    town.run(seconds - 1)
    assert town.run_until(lambda: ann.texts) < 3
    town.say(ann, "good morning", "bob")
    assert town.run_until(lambda: bob.texts) < 3
    town.run(10)
    assert ann.texts == ["sleeping?"]


def test_another_server_than_expected_learns_nothing():
    town = Town()
    expected = ServerKeys(bytes(32)).public
    pins = Pins(expected)
    ann = town.move_in("ann", pins=pins)
    town.run(10)
    assert ann.ended is not None
    assert ann.ended.why == "wrong server"
    for part in (fingerprint(expected), fingerprint(town.server.keys.public), "--trust-new-key"):
        assert part in ann.ended.reason
    assert ann.ended.facts == (fingerprint(expected), fingerprint(town.server.keys.public))
    assert not [data for _, _, data in town.seen if data[0] == packets.FIN]
    assert pins.remembered == []
    assert town.server.greetings == []


def test_while_the_right_server_is_looked_for_a_wrong_one_ends_nothing_and_learns_nothing():
    town = Town()
    pins = Pins(b"\x07" * 32)
    ann = town.move_in("ann", pins=pins)
    ann.session.forgives = True
    town.run(5)
    assert ann.ended is None
    assert ann.session.take_wrong()
    assert not ann.session.take_wrong()
    assert (town.server.greetings, ann.session.is_lost) == ([], True)
    assert sum(data[0] == packets.HELLO for _, _, data in town.seen) <= 6
    pins.expected = town.server.keys.public
    town.run(2)
    assert ann.is_in
    assert ann.session.forgives


def test_at_a_place_that_is_guessed_no_other_known_server_is_believed():
    class Movers(Pins):
        """Whatever server they know may stand anywhere."""

        def accepts(self, key: bytes) -> bool:
            return True

    town = Town()
    ann = town.move_in("ann", pins=Movers(b"\x07" * 32))
    ann.session.forgives = ann.session.is_guess = True
    town.run(5)
    assert ann.session.take_wrong()
    assert town.server.greetings == []
    ann.session.is_guess = False
    town.run(2)
    assert ann.is_in


def test_who_knows_no_server_forgives_none():
    town = Town()
    ann = town.move_in("ann")
    ann.session.forgives = True
    assert not ann.session.forgives
    town.run(1)
    assert ann.is_in


def test_a_session_goes_on_where_the_server_has_moved_to():
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    since, hellos = town.now, [data for _, _, data in town.seen if data[0] == packets.HELLO]
    ann.session.moved(town.now)
    town.run(3)
    assert [data for _, _, data in town.seen if data[0] == packets.HELLO] == hellos
    assert any(at >= since for at, _, _ in town.seen)
    assert not ann.session.is_lost


def test_the_expected_server_is_remembered():
    town = Town()
    pins = Pins(town.server.keys.public)
    ann = town.move_in("ann", pins=pins)
    town.run(1)
    assert ann.statuses == ["connected"]
    assert pins.remembered == [town.server.keys.public]


def test_a_refused_name():
    town = Town()
    town.server.refuses["ann"] = "ann-2"
    ann = town.move_in("ann")
    town.run(1)
    assert ann.ended is not None
    assert ann.ended.why == "name"
    assert ann.ended.reason == "that name is taken. How about -u ann-2?"
    assert ann.ended.facts == ("that name is taken", "ann-2")
    assert town.server.guests == {}, "it has left properly"


def test_not_saved_is_said_again_in_order():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    town.server.saves = False
    for text in numbered(5):
        town.say(ann, text, "bob")
    town.run(5)
    assert bob.texts == []
    said = [record.sequence for record in town.server.heard if isinstance(record, Say)]
    assert said == [1, 2, 3, 4, 5] * 3  # at once, after 1 s, after 2 s more
    town.server.saves = True
    town.run(5)
    assert bob.texts == numbered(5)


def test_a_refused_message_is_told_and_the_next_one_goes():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    town.server.refuses_texts.add(b"rude")
    for text in ("one", "rude", "two"):
        town.say(ann, text, "bob")
    town.run(1)
    assert bob.texts == ["one", "two"]
    assert ann.not_sent == ["Not sent: mind your words"]


def test_limits_are_told_before_sending():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    town.say(ann, "x" * 65_537, "bob")
    town.say(ann, "x", *(f"n{n}" for n in range(501)))
    town.say(ann, "ü" * 32_768, "bob")
    town.run(2)
    assert bob.texts == ["ü" * 32_768]
    assert [reason[:18] for reason in ann.not_sent] == ["Not sent: 65537 by", "Not sent: 501 peop"]


def test_nobody_is_called_so():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    town.say(ann, "x", "bob", "zoe", "yan")
    town.run(1)
    assert ann.not_sent == ["Not sent: nobody here is called zoe, yan."]
    assert bob.texts == []


def test_lists_and_messages_are_answered_in_the_order_they_were_asked():
    town = Town()
    bob, ann = town.move_in("bob"), town.move_in("ann")
    town.say(ann, "x", "zoe")
    town.ask_list(ann)
    town.run(1)
    assert ann.lists == [("ann", "bob")]
    town.quit(bob)
    town.run(1)
    town.ask_list(ann)
    town.run(1)
    assert ann.lists[1:] == [("ann",)]


def test_a_big_server_is_asked_for_names_page_by_page():
    town = Town(roster_whole=3)
    people = [town.move_in(name) for name in ("b", "ba", "bb", "bob", "bobby", "eve")]
    town.run(1)
    ann = town.move_in("ann")
    town.say(ann, "hi", "Bobby", "everyone", "eve")
    town.say(ann, "hi", "nobody")
    town.say(ann, "both", "bob", "b")
    town.ask_list(ann)
    town.run(1)
    assert [person.texts for person in people] == [
        ["hi", "both"],
        *[["hi"]] * 2,
        *[["hi", "both"]],
        *[["hi"]] * 2,
    ]
    assert ann.not_sent == ["Not sent: nobody here is called nobody."]
    assert ann.lists == [("ann", "b", "ba", "bb", "bob", "bobby", "eve")]
    asked = [record for record in town.server.heard if isinstance(record, AskPeople)]
    assert AskPeople("b", "bb") not in asked, "found on the first page"


def test_bodies_of_another_kind_need_a_newer_version():
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    guest = town.server.guest("ann")
    entry = MessageEntry(9, "bob", (guest.person,), 7, b"\xff", b"", 1)
    town.server.post(entry)
    town.run(1)
    assert ann.texts == ["[this message needs a newer version of Parley]"]


def test_texts_and_names_are_made_safe():
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    guest = town.server.guest("ann")
    town.server.post(MessageEntry(9, "b\x1bb", (guest.person,), 0, b"a\x1b[2Jb\xff", b"", 1))
    town.server.say(guest, CHAT, Notice("mind\nthe \x07gap"))
    town.run(1)
    assert ann.texts == ["a␛[2Jb\N{REPLACEMENT CHARACTER}"]
    assert ann.of(NoticeReceived) == [NoticeReceived("mind / the ␇gap")]


def test_the_same_words_of_the_server_are_shown_once():
    """A welcome comes with every session; others follow it, and it may come back."""
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    guest = town.server.guest("ann")
    for text in ("welcome", "welcome", "tea", "welcome"):
        town.server.say(guest, CONTROL, Notice(text))
    town.run(1)
    assert [event.text for event in ann.of(NoticeReceived)] == ["welcome", "tea", "welcome"]


@pytest.mark.parametrize("record", [b"", b"\xff", b"\x91\x20", b"\x91\xcd\x03\xe8", b"\x90", b"{}"])
def test_records_that_make_no_sense_move_nothing(record: bytes):
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    if record:
        town.server.guest("ann").session.send(CHAT, record)
    town.say(bob, "still fine?", "ann")
    town.run(1)
    assert ann.texts == ["still fine?"]


# --- leaving ----------------------------------------------------------------------------------


@pytest.mark.parametrize("link", [Link(), BAD], ids=["good line", "bad line"])
def test_quitting_waits_for_what_was_said(link: Link):
    town = Town(4, link)
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run_until(lambda: bob.is_in)
    for text in numbered(300):
        town.say(ann, text, "bob")
    town.ask_list(ann)
    town.quit(ann)
    town.say(ann, "too late", "bob")
    town.run_until(lambda: ann.ended)
    assert ann.ended is not None
    assert ann.ended.why == "quit"
    assert ann.not_sent == []
    assert ann.lists == [("ann", "bob")]
    town.run(5)
    assert bob.texts == numbered(300)
    assert [guest.greeting.name for guest in town.server.guests.values()] == ["bob"]


def test_quitting_with_nothing_to_say_is_immediate():
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    town.quit(ann)
    town.run(0)
    assert ann.ended is not None


def test_who_waits_is_answered_when_all_is_on_the_server_or_in_the_end():
    town = Town()
    ann = town.move_in("ann")
    town.say(ann, "one")
    ann.session.do(Wait(1, 0, 9.0), town.now)
    town.run(0)
    assert ann.of(Waited) == []
    town.run(1)
    assert ann.of(Waited) == [Waited(1)]
    assert town.server.texts() == ["one"]
    town.server.answers = False
    town.say(ann, "two")
    ann.session.do(Wait(2, 0, 9.0), town.now)
    town.quit(ann)
    town.run(3.1)
    assert ann.told[-2:] == [Waited(2), Ended("quit")]


@pytest.mark.parametrize("restarts", [False, True])
def test_a_view_that_is_behind_leaves_it_at_the_server(restarts: bool):
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    ann.session.hold(True)
    if restarts:
        town.server.restart(town.now)
        town.ask_list(ann)
        town.run(5)
    for text in numbered(900):
        town.say(bob, text, "ann")
    town.run(200)
    assert 0 < len(ann.texts) < 700
    assert len(ann.of(Joined)) == 1 + restarts
    assert ann.statuses == ["connected"]
    ann.session.hold(False)
    town.run(5)
    assert ann.texts == numbered(900)


def test_who_owes_us_its_word_on_what_we_said_is_not_held():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    ann.session.hold(True)
    for text in numbered(600):
        town.say(bob, text, "ann")
    town.run(100)
    town.say(ann, "mine", "bob")
    ann.session.do(Wait(1, 0, 99.0), town.now)
    ann.session.hold(True)
    town.run(5)
    assert ann.of(Waited) == [Waited(1)]


def test_quitting_without_a_server_ends_after_3_s_and_says_what_was_not_sent():
    town = Town()
    town.server.answers = False
    ann = town.move_in("ann")
    town.say(ann, "one")
    town.say(ann, "two")
    town.ask_list(ann)
    town.quit(ann)
    town.run(2.9)
    assert ann.ended is None
    town.run(0.2)
    assert ann.ended is not None
    assert ann.not_sent == [
        "2 of your messages wait here and go at the next start.",
        "No answer to list: the server did not say who is here.",
    ]


def test_others_talking_does_not_keep_us_from_leaving():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    town.server.saves = False
    town.say(ann, "never saved", "bob")
    town.run(0.1)
    town.server.saves = True
    town.quit(ann)
    town.server.unsaved.clear()
    for _ in range(100):
        town.say(bob, "chatter")
        town.run(0.05)
    assert ann.ended is not None


# --- how the connection is --------------------------------------------------------------------


def test_nobody_answers_at_first():
    town = Town()
    town.server.answers = False
    ann = town.move_in("ann")
    town.run(0.9)
    assert ann.statuses == []
    town.run(1.1)
    assert ann.statuses == ["looking"]
    town.run(1.1)
    assert ann.statuses == ["looking", "no parley"]
    town.run(60)
    town.server.answers = True
    town.run(3)
    assert ann.statuses == ["looking", "no parley", "connected"]


def test_a_poor_line_is_told_and_when_it_is_good_again():
    town = Town(6, Link(loss=0.3))
    ann = town.move_in("ann")
    town.run_until(lambda: ann.statuses)
    for text in numbered(100):
        town.say(ann, text)
        town.run(0.1)
    assert "poor" in ann.statuses
    assert len(ann.statuses) <= 5
    town.net.default = Link()
    for text in numbered(100):
        town.say(ann, text)
        town.run(0.1)
    assert ann.statuses[-1] == "fine"


def test_who_has_no_answer_is_lost():
    town = Town()
    ann = town.move_in("ann")
    assert ann.session.is_lost
    town.run(1)
    assert not ann.session.is_lost
    town.server.answers = False
    town.say(ann, "anybody?")
    town.run(6)
    assert ann.session.is_lost


# --- anything at any time ---------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_random_faults_lose_and_double_nothing(seed: int):
    rng = Random(seed)
    town = Town(seed, Link.draw(rng))
    ann, bob = town.move_in("ann"), town.move_in("bob")
    log = []
    for _ in range(rng.randrange(1, 6)):
        at = town.now + rng.uniform(0, 8)
        kind = rng.choice(("restart", "move", "sleep", "links", "cut", "unsaved"))
        log.append(f"at {at:.3f}: {kind}")
        town.call_at(at, lambda kind=kind: fault(town, kind, rng))
    for text in numbered(80):
        town.say(ann, text, "everyone")
        town.run(0.1)
    town.net.default = Link()
    town.server.saves = True
    for resident in (ann, bob):
        town.net.partition(resident.address, SERVER, is_cut=False)
    town.run(150)
    about = "\n".join([*log, town.net.describe()])
    assert town.server.texts() == numbered(80), about
    assert bob.texts == numbered(80), about
    assert ann.not_sent == [], about


def fault(town: Town, kind: str, rng: Random) -> None:
    resident = rng.choice(town.residents)
    if kind == "restart":
        town.server.restart(town.now)
    elif kind == "move":
        town.move(resident, (f"10.3.{rng.randrange(256)}.1", rng.randrange(1024, 65536)))
    elif kind == "sleep":
        town.sleep(resident, rng.choice((1.0, 8.0, 50.0)))
    elif kind == "links":
        town.net.default = Link.draw(rng)
    elif kind == "cut":
        town.net.partition(resident.address, SERVER)
    else:
        town.server.saves = False
        town.call_at(town.now + 3, lambda: setattr(town.server, "saves", True))


def hellos(town: Town, since: float) -> list[bytes]:
    return [data for at, _, data in town.seen if data[0] == packets.HELLO and at >= since]
