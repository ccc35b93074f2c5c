"""Clients that are killed, copied and put back, and servers that forget: nothing is lost, said
twice or shown twice. In virtual time; a life ends where `kill` stands and goes on from the disk."""

import shutil
import sqlite3
from pathlib import Path
from random import Random

import pytest

from chatgui.app import words
from chatgui.app.messages import AskHolders as AskWho
from chatgui.app.messages import (
    HistoryBegan,
    HistoryGrew,
    HoldersReceived,
    MessageReceived,
    MoreHistory,
    OwnReceived,
    Quit,
    Seen,
    Warned,
)
from chatgui.archive.archive import Archive, open_archive
from shared.crypto.identity import Identity, person_id
from shared.dialects.native.records import (
    AskHistory,
    AskReceipts,
    Gap,
    MessageEntry,
    Read,
    Received,
    Say,
)
from shared.transport.lanes import CHAT
from tests.support.fakenet import Link
from tests.support.town import Pins, Resident, Town

BAD = Link(loss=0.2, duplicate=0.1, reorder=0.1)


def home(folder: Path, person: int) -> Archive:
    """The archive of that person (as `Town.move_in` has them) in that folder."""
    folder.mkdir(exist_ok=True)
    own = person_id(Identity(person.to_bytes(32, "big")).public)
    return open_archive(folder, own, lambda: 0)[0]


def restart(town: Town, resident: Resident, name: str, person: int) -> Resident:
    """The same program again, after it was killed."""
    return town.move_in(name, person=person, installation=person, archive=town.kill(resident))


def warnings(resident: Resident) -> list[str]:
    return [event.text for event in resident.told if isinstance(event, Warned)]


@pytest.mark.parametrize("seed", range(12))
def test_killed_at_any_moment_nothing_is_lost_or_said_twice_or_shown_twice(seed: int):
    rng = Random(seed)
    town = Town(seed, BAD)
    bob, ann = (
        town.move_in("bob", person=7, installation=7),
        town.move_in("ann", person=8, installation=8),
    )
    town.run(1)
    wanted, shown = [], []
    for n in range(30):
        wanted.append(f"number {n}")
        town.say(ann, wanted[-1], "bob", "everyone")
        town.run(rng.choice((0.0, 0.001, 0.004, 0.02, 0.3)))
        if rng.random() < 0.4:
            ann = restart(town, ann, "ann", 8)
        if rng.random() < 0.4:
            shown += bob.texts
            bob = restart(town, bob, "bob", 7)
    town.run(20)
    shown += bob.texts
    assert town.server.texts() == wanted
    assert shown == wanted
    assert ann.texts == []


def test_what_was_entered_without_a_server_goes_at_the_next_start():
    town = Town()
    town.server.answers = False
    ann = town.move_in("ann", person=8, installation=8)
    town.say(ann, "one")
    town.say(ann, "two", "bob")
    town.quit(ann)
    town.run(4)
    assert ann.not_sent == [words.LEFT_WAITING_MANY.format(count=2)]
    town.server.answers = True
    bob = town.move_in("bob")
    town.run(1)
    again = restart(town, ann, "ann", 8)
    town.run(5)
    assert bob.texts == town.server.texts() == ["one", "two"]
    assert again.not_sent == []
    town.quit(again)
    town.run(1)
    assert again.not_sent == []


def test_a_refusal_that_was_lost_with_its_session_is_shown_at_the_next_start():
    town = Town()
    ann = town.move_in("ann", person=8, installation=8)
    town.run(1)
    town.server.refuses_texts.add(b"rude")
    town.say(ann, "rude")
    while not town.server.answered:
        town.run(0.0002)
    archive = town.kill(ann)
    assert len(archive.attach(town.server.keys.public).waiting) == 1
    again = town.move_in("ann", person=8, installation=8, archive=archive)
    town.run(2)
    assert again.not_sent == ["Not sent: mind your words"]


def copied(folder: Path, target: Path) -> None:
    shutil.copytree(folder, target)


def test_a_home_put_back_to_an_older_state_says_nothing_twice_and_loses_nothing(tmp_path: Path):
    town = Town()
    bob = town.move_in("bob", person=7, installation=7)
    ann = town.move_in("ann", person=8, installation=8, archive=home(tmp_path / "a", 8))
    town.run(1)
    town.say(ann, "one")
    town.run(1)
    town.server.answers = False
    town.say(ann, "two")
    town.run(0.1)
    copied(tmp_path / "a", tmp_path / "backup")
    town.server.answers = True
    town.run(5)
    town.say(ann, "three")
    town.run(1)
    town.kill(ann).close()
    again = town.move_in("ann", person=8, installation=8, archive=home(tmp_path / "backup", 8))
    town.say(again, "four")
    town.run(5)
    assert bob.texts == town.server.texts() == ["one", "two", "three", "four"]
    assert again.texts == []
    assert [event.text for event in again.told if isinstance(event, OwnReceived)] == ["three"]
    assert again.not_sent == []
    again.archive.close()


def test_a_cloned_home_goes_on_in_an_outbox_of_its_own(tmp_path: Path):
    town = Town()
    bob = town.move_in("bob", person=7, installation=7)
    ann = town.move_in("ann", person=8, installation=8, archive=home(tmp_path / "a", 8))
    town.run(1)
    town.net.partition(ann.address, ("10.0.0.9", 15000))
    town.say(ann, "waits in both")
    town.run(0.1)
    copied(tmp_path / "a", tmp_path / "b")
    archive = town.kill(ann)
    pins = Pins(town.server.keys.public)
    clone = town.move_in(
        "ann", person=8, installation=9, archive=home(tmp_path / "b", 8), takeover=True, pins=pins
    )
    town.say(clone, "from the clone")
    town.run(5)
    town.quit(clone)
    town.run(5)
    assert bob.texts == ["waits in both", "from the clone"]
    again = town.move_in("ann", person=8, installation=8, archive=archive, pins=pins)
    town.say(again, "from the first")
    town.run(5)
    assert bob.texts == ["waits in both", "from the clone", "from the first"]
    outboxes = {entry.outbox for entry in town.server.messages}
    assert len(outboxes) == 2
    again.archive.close()
    clone.archive.close()


def test_two_copies_that_gave_one_number_to_two_messages_both_get_through(tmp_path: Path):
    town = Town()
    bob = town.move_in("bob", person=7, installation=7)
    ann = town.move_in("ann", person=8, installation=8, archive=home(tmp_path / "a", 8))
    town.run(1)
    town.say(ann, "both have this")
    town.run(1)
    town.kill(ann).close()
    copied(tmp_path / "a", tmp_path / "b")
    first = town.move_in("ann", person=8, installation=8, archive=home(tmp_path / "a", 8))
    town.say(first, "the first's")
    town.run(2)
    town.kill(first).close()
    pins = Pins(town.server.keys.public)
    town.server.answers = False
    for text in ("the second's", "the second's, too", "typed after it was killed"):
        second = town.move_in(
            "ann", person=8, installation=8, archive=home(tmp_path / "b", 8), pins=pins
        )
        town.say(second, text)
        town.run(0.1)
        if text != "typed after it was killed":
            town.kill(second).close()
    town.server.answers = True
    town.run(10)
    assert bob.texts[:2] == ["both have this", "the first's"]
    assert sorted(bob.texts[2:]) == [
        "the second's",
        "the second's, too",
        "typed after it was killed",
    ]
    assert second.not_sent == []
    assert second.texts == []
    second.archive.close()


def test_what_was_typed_and_not_addressed_is_one_message_in_all_copies(tmp_path: Path):
    """A backup of before it was said is put back: it was said meanwhile, to who had the name."""
    town = Town()
    bob = town.move_in("bob", person=7, installation=7)
    town.run(1)
    town.server.answers = False
    ann = town.move_in("ann", person=8, installation=8, archive=home(tmp_path / "a", 8))
    texts = ["one", "two", "three"]
    for text in texts:
        town.say(ann, text, "bob", "everyone")
    town.run(0.1)
    copied(tmp_path / "a", tmp_path / "backup")
    town.server.answers = True
    town.run(5)
    town.say(ann, "said meanwhile")
    town.run(1)
    town.kill(ann).close()
    bob.session.do(Quit(), town.now)
    town.server.names[person_id(Identity((7).to_bytes(32, "big")).public)] = "rob"
    pins = Pins(town.server.keys.public)
    for text in ("four", "five"):
        again = town.move_in(
            "ann", person=8, installation=8, archive=home(tmp_path / "backup", 8), pins=pins
        )
        town.say(again, text)
        town.run(5)
        assert again.not_sent == []
        town.kill(again).close()
        if text == "four":
            said = [event.text for event in again.told if isinstance(event, OwnReceived)]
            assert said == [*texts, "said meanwhile"]
    assert town.server.texts() == [*texts, "said meanwhile", "four", "five"]


def test_what_was_typed_for_one_server_is_said_to_the_one_that_stands_there(tmp_path: Path):
    town = Town()
    archive = home(tmp_path / "a", 8)
    town.server.answers = False
    pins = Pins(b"k" * 32)  # another one is expected
    ann = town.move_in("ann", person=8, installation=8, archive=archive, pins=pins)
    town.say(ann, "one")
    town.run(0.1)
    archive = town.kill(ann)
    pins.expected = None
    ann = town.move_in("ann", person=8, installation=8, archive=archive, pins=pins)
    town.say(ann, "two")
    town.run(0.1)
    archive = town.kill(ann)
    town.server.answers = True
    pins.expected = town.server.keys.public
    for text in ("three", "four"):
        ann = town.move_in("ann", person=8, installation=8, archive=archive, pins=pins)
        town.say(ann, text)
        town.run(8)
        archive = town.kill(ann)
    assert town.server.texts() == ["one", "two", "three", "four"]
    archive.close()


def test_a_server_put_back_by_a_day_gets_again_what_it_lost_and_nothing_is_shown_twice():
    town = Town()
    ann, bob = (
        town.move_in("ann", person=8, installation=8),
        town.move_in("bob", person=7, installation=7),
    )
    town.run(1)
    for n in range(6):
        town.say((ann, bob)[n % 2], f"number {n}")
        town.run(0.5)
    town.server.put_back(2)
    town.server.restart(town.now)
    town.say(ann, "number 6")
    town.say(bob, "number 7")
    town.run(40)
    assert sorted(town.server.texts()) == [f"number {n}" for n in range(8)]
    for person, own in ((ann, 0), (bob, 1)):
        assert person.texts == [f"number {n}" for n in range(8) if n % 2 != own]
        assert warnings(person).count(words.SERVER_OLDER) <= 1
        assert warnings(person).count(words.SERVER_LOST) == 1
        numbers = [e.sequence for e in town.server.messages if e.sender == person.archive.own]
        assert numbers == [1, 2, 3, 4]
    assert ann.of(HistoryBegan) == []


def test_a_new_log_is_followed_and_what_waits_is_said_in_it():
    town = Town()
    ann, bob = (
        town.move_in("ann", person=8, installation=8),
        town.move_in("bob", person=7, installation=7),
    )
    town.run(1)
    town.say(ann, "before", "bob")
    town.run(1)
    ann, bob = restart(town, ann, "ann", 8), restart(town, bob, "bob", 7)
    town.server.restart(town.now, keeps_log=False)
    town.say(ann, "after", "bob")
    town.run(5)
    assert bob.texts == ["after"]
    assert len(bob.of(HistoryBegan)) == 1


def test_a_damaged_history_is_set_aside_and_the_chat_goes_on(tmp_path: Path):
    town = Town()
    ann = town.move_in("ann", person=8, installation=8, archive=home(tmp_path, 8))
    bob = town.move_in("bob", person=7, installation=7)
    town.run(1)
    town.say(bob, "one")
    town.say(ann, "two")
    town.run(1)
    town.kill(ann).close()
    (tmp_path / "history.db").write_bytes(b"\xff" * 8192)
    again = town.move_in("ann", person=8, installation=8, archive=home(tmp_path, 8))
    town.say(again, "three")
    town.run(3)
    assert (tmp_path / "history.damaged").exists()
    assert town.server.texts() == ["one", "two", "three"]
    assert again.texts == ["one"], "the server sent it again"
    again.archive.close()


def test_a_full_disk_stops_no_message_and_no_false_word_of_it_being_kept(tmp_path: Path):
    town = Town()
    archive = home(tmp_path, 8)
    ann = town.move_in("ann", person=8, installation=8, archive=archive)
    bob = town.move_in("bob", person=7, installation=7)
    town.run(1)
    (pages,) = archive._db.execute("PRAGMA page_count").fetchone()
    archive._db.execute(f"PRAGMA max_page_count = {pages}")
    for n in range(60):
        town.say(bob, f"{n} " + "x" * 2000)
        town.run(0.2)
    town.say(ann, "still here")
    town.run(1)
    assert len(ann.texts) == 60
    assert town.server.texts()[-1] == "still here"
    told = [text for text in warnings(ann) if text.startswith("Not kept on this computer")]
    assert len(told) == 1
    received = [r.position for r in town.server.heard if isinstance(r, Received)]
    archive._db.execute("PRAGMA max_page_count = 100000")
    town.run(40)
    assert warnings(ann)[-1] == words.KEPT_AGAIN
    after = [r.position for r in town.server.heard if isinstance(r, Received)]
    assert max(received, default=0) <= max(after)
    again = restart(town, ann, "ann", 8)
    town.run(2)
    assert again.texts == []
    assert archive.stored_cursor(town.server.keys.public)[1] == 61
    archive.close()


def test_received_says_what_is_on_the_disk():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    for n in range(3):
        town.say(bob, f"{n}")
        town.run(2)
    heard = [r.position for r in town.server.heard if isinstance(r, Received)]
    assert sorted(set(heard)) == [1, 2, 3]
    assert len(ann.texts) == 3


def test_what_the_person_has_seen_is_told_unless_they_do_not_wish_it():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    shy = town.move_in("shy", tells_read=False)
    town.run(1)
    town.say(bob, "look")
    town.run(1)
    for person in (ann, shy):
        (event,) = person.of(MessageReceived)
        assert isinstance(event, MessageReceived)
        person.session.do(Seen(event.conversation, event.position), town.now)
    town.run(1)
    assert [r for r in town.server.heard if isinstance(r, Read)] == [Read(1)]


@pytest.mark.parametrize("seed", range(3))
def test_what_was_seen_just_before_leaving_is_told_on_a_bad_line_too(seed: int):
    town = Town(seed, BAD)
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run_until(lambda: ann.is_in and bob.is_in)
    for n in (1, 2):
        town.say(bob, f"look {n}")
        town.run_until(lambda n=n: len(ann.texts) == n)  # type: ignore[misc]
        event = ann.of(MessageReceived)[-1]
        assert isinstance(event, MessageReceived)
        ann.session.do(Seen(event.conversation, event.position), town.now)
        town.run(0.01)
    town.quit(ann)
    assert town.run_until(lambda: ann.ended) <= 3.1
    assert [r for r in town.server.heard if isinstance(r, Read)][-1] == Read(2)


def test_receipts_are_asked_for_after_a_start_and_kept():
    town = Town()
    ann, bob = town.move_in("ann", person=8, installation=8), town.move_in("bob")
    town.run(1)
    for text in ("one", "two"):
        town.say(ann, text, "bob")
        town.run(1)
    again = restart(town, ann, "ann", 8)
    town.run(1)
    assert AskReceipts((2, 1)) in town.server.heard
    found = again.archive._db.execute("SELECT expected, delivered, seen FROM messages").fetchall()
    assert found == [(1, 1, 1), (1, 1, 1)]
    assert bob.texts == ["one", "two"]


def test_who_has_it_and_what_was_said_before():
    town = Town()
    for n in range(5):
        town.server.post(MessageEntry(9, "old", (0,), 0, b"%d" % n, b"z" * 16, n + 1))
    ann = town.move_in("ann")
    town.run(1)
    assert ann.texts == [str(n) for n in range(5)]
    ann.session.do(AskWho(1), town.now)
    ann.session.do(MoreHistory(), town.now)
    town.run(1)
    (holders,) = ann.of(HoldersReceived)
    assert isinstance(holders, HoldersReceived)
    assert [person.name for person in holders.people] == ["ann"]
    assert ann.of(HistoryGrew) == [HistoryGrew(0, False)]
    assert len(ann.texts) == 5


def test_what_a_damaged_history_had_is_fetched_again_quietly(tmp_path: Path):
    town = Town()
    for n in range(1, 31):
        town.server.post(MessageEntry(9, "old", (0,), 0, b"%d" % n, b"z" * 16, n))
    person = person_id(Identity((8).to_bytes(32, "big")).public)
    town.server.received[person] = 28
    home(tmp_path, 8).close()
    (tmp_path / "history.db").write_bytes(b"")
    ann = town.move_in("ann", person=8, installation=8, archive=home(tmp_path, 8))
    town.run(2)  # some pages
    assert 3 < len(stored(ann)) < 30
    ann = restart(town, ann, "ann", 8)
    town.run(20)
    assert stored(ann) == [*range(1, 31)]
    asked = [record for record in town.server.heard if isinstance(record, AskHistory)]
    assert len(asked) == len(set(asked)) == 10, "each page once"
    again = restart(town, ann, "ann", 8)
    town.run(5)
    assert ann.texts + again.texts == [], "all that is new was shown in the first life"
    assert len([r for r in town.server.heard if isinstance(r, AskHistory)]) == 10
    town.kill(again).close()


def test_what_a_full_disk_kept_in_memory_moves_into_the_file_with_what_waited_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    town, bob_home = Town(), tmp_path
    town.run(1)
    ann = town.move_in("ann")
    before = home(bob_home, 8)
    before.begin_outbox(b"", b"o" * 16, (8).to_bytes(16, "big"), "tiny:15000")
    before.keep_errand("tiny:15000", ("ann",), "typed before", (b"o" * 16, 1))
    before.commit(0.0)
    before.close()
    with monkeypatch.context() as full:
        full.setattr("chatgui.archive.database._look_at", refuse)
        bob = town.move_in("bob", person=8, installation=8, archive=home(bob_home, 8))
        town.run(3)
        town.say(ann, "while it was full", "bob")
        town.say(bob, "me too", "ann")
        town.run(20)
    assert bob.archive.path is None
    assert bob.texts == ["while it was full"]
    assert ann.texts == ["me too"]
    town.run(31)
    assert bob.archive.is_stored
    assert warnings(bob) == ["Everything is kept on this computer again."]
    assert ann.texts == ["me too", "typed before"]
    town.say(ann, "later", "bob")
    town.run(2)
    assert bob.texts == ["while it was full", "later"]
    again = town.move_in(
        "bob", person=8, installation=8, archive=reopened(town.kill(bob), bob_home)
    )
    town.run(5)
    assert again.texts == []
    assert len(stored(again)) == 4
    again.archive.close()


def reopened(archive: Archive, folder: Path) -> Archive:
    archive.close()
    return home(folder, 8)


def stored(resident: Resident) -> list[int]:
    found = resident.archive._db.execute("SELECT position FROM messages ORDER BY position")
    return [position for (position,) in found]


def test_a_history_that_was_never_damaged_fetches_nothing():
    town = Town()
    town.server.post(MessageEntry(9, "old", (0,), 0, b"x", b"z" * 16, 1))
    ann = town.move_in("ann")
    town.run(5)
    assert ann.texts == ["x"]
    assert not any(isinstance(record, AskHistory) for record in town.server.heard)


def test_a_newcomer_sees_what_was_said_before_as_such_and_a_gap_is_told():
    town = Town()
    ann_id = person_id(Identity((8).to_bytes(32, "big")).public)
    town.server.since[ann_id] = 1
    for n in range(2):
        town.server.post(MessageEntry(9, "old", (0,), 0, b"%d" % n, b"z" * 16, n + 1))
    ann = town.move_in("ann", person=8, installation=8)
    town.run(1)
    events = [event for event in ann.told if isinstance(event, MessageReceived)]
    assert [event.early for event in events] == [True, False]
    town.server.say(town.server.guest("ann"), CHAT, Gap(3, 9))
    town.run(1)
    assert warnings(ann) == [words.GAP]


def test_what_i_said_elsewhere_is_told_with_names_once_the_roster_has_come():
    town = Town()
    bob = town.move_in("bob")
    town.run(1)
    own, to = person_id(Identity((8).to_bytes(32, "big")).public), (bob.archive.own, 99)
    town.server.post(MessageEntry(own, "ann", to, 0, b"hi", b"z" * 16, 1))
    ann = town.move_in("ann", person=8, installation=8)
    town.run(1)
    assert ann.of(OwnReceived) == [OwnReceived(("bob", words.SOMEBODY), "hi")]


def test_what_i_said_elsewhere_is_mine_here_too():
    town = Town()
    here = town.move_in("ann", person=8, installation=1)
    town.run(1)
    town.server.post(MessageEntry(here.archive.own, "ann", (0,), 0, b"hi", b"z" * 16, 1))
    town.run(1)
    assert here.texts == []
    assert here.of(OwnReceived) == [OwnReceived(("everyone",), "hi")]


def test_all_that_waits_is_said_again_though_the_server_knows_it():
    town = Town()
    ann = town.move_in("ann", person=8, installation=8)
    town.run(1)
    town.say(ann, "once")
    while not town.server.texts():
        town.run(0.0002)
    again = restart(town, ann, "ann", 8)
    town.run(2)
    said = [r.sequence for r in town.server.heard if isinstance(r, Say)]
    assert said == [1, 1]
    assert town.server.texts() == ["once"]
    assert again.session._dialogue.is_idle
