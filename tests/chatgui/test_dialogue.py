"""What a window is told and what it does, between real sessions and a tiny server."""

from pathlib import Path
from random import Random

import pytest

from chatgui.app import words
from chatgui.app.history import History
from chatgui.app.messages import (
    AskPeople,
    Event,
    HistoryChanged,
    Joined,
    KeepDraft,
    LineMeasured,
    MessageReceived,
    MoreHistory,
    Mute,
    NotSent,
    PeopleChanged,
    PeopleCounted,
    PeopleFound,
    Say,
    Seen,
    WaitingChanged,
    WatchPeople,
)
from chatgui.app.shown import Shown
from chatgui.archive.archive import Archive, open_archive
from chatgui.archive.items import conversation_of, unmet_key
from shared.crypto.identity import Identity, person_id
from shared.dialects.native import records
from shared.dialects.native.records import AWAY, HERE, Counts
from shared.transport.lanes import CONTROL
from tests.support.fakenet import Link
from tests.support.town import Resident, Town

EVERYONE = (0,)
BAD = Link(loss=0.2, duplicate=0.1, reorder=0.1)
UNMET = unmet_key("tiny:15000")


def id_of(person: int) -> int:
    return person_id(Identity(person.to_bytes(32, "big")).public)


def home(folder: Path, person: int) -> Archive:
    folder.mkdir(exist_ok=True)
    return open_archive(folder, id_of(person), lambda: 0)[0]


def open_history(resident: Resident) -> History:
    archive = resident.archive

    def server() -> bytes:
        joined = [event for event in resident.told if isinstance(event, Joined)]
        return joined[-1].server if joined else UNMET

    return History(lambda: archive.path, server, archive.own)


def said(resident: Resident, conversation: bytes | None = None) -> list[str]:
    history = open_history(resident)
    try:
        return [message.text for message in history.newest(999, conversation)]
    finally:
        history.close()


def do(town: Town, resident: Resident, *intents: object) -> None:
    for intent in intents:
        resident.session.do(intent, town.now)


def last(resident: Resident, kind: type[Event]) -> Event:
    return resident.of(kind)[-1]


def test_a_message_by_id_is_in_the_history_before_it_is_said(tmp_path: Path):
    town = Town()
    ann, bob = town.move_in("ann", person=8, archive=home(tmp_path, 8)), town.move_in("bob")
    town.run(1)
    town.server.answers = False
    do(town, ann, Say((bob.archive.own, bob.archive.own), "hi"))
    town.run(0)
    assert said(ann) == ["hi"]
    assert last(ann, WaitingChanged) == WaitingChanged(1)
    town.server.answers = True
    town.run(2)
    assert last(ann, WaitingChanged) == WaitingChanged(0)
    (received,) = [event for event in bob.told if isinstance(event, MessageReceived)]
    conversation = conversation_of(ann.archive.own, (bob.archive.own,))
    assert (received.person, received.to) == (ann.archive.own, (bob.archive.own,))
    assert received.conversation == conversation
    assert any(conversation in event.conversations for event in ann.of(HistoryChanged))


def test_by_id_and_by_name_go_in_the_order_they_were_typed():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.say(ann, "one", "bob")
    do(town, ann, Say((bob.archive.own,), "two"), Say(EVERYONE, "three"))
    town.say(ann, "four", "bob")
    town.run(1)
    do(town, ann, Say(EVERYONE, "five"))
    town.run(1)
    assert bob.texts == ["one", "two", "three", "four", "five"]


@pytest.mark.parametrize("is_behind_a_name", [False, True])
def test_to_everyone_where_no_server_was_ever_met(tmp_path: Path, is_behind_a_name: bool):
    town = Town()
    town.server.answers = False
    bob = town.move_in("bob", person=7)
    ann = town.move_in("ann", person=8, archive=home(tmp_path, 8))
    if is_behind_a_name:
        town.say(ann, "before", "bob")
    do(town, ann, Say(EVERYONE, "hello"), KeepDraft(b"", (), "half a"))
    town.run(0.5)
    assert is_behind_a_name or said(ann) == ["hello"]
    town.kill(ann).close()
    again = town.move_in("ann", person=8, installation=8, archive=home(tmp_path, 8))
    do(town, again, Say(EVERYONE, "again"))
    town.run(0.5)
    town.server.answers = True
    town.run(5)
    wanted = ["before"] * is_behind_a_name + ["hello", "again"]
    assert bob.texts == town.server.texts() == said(again) == wanted
    assert all(message.person == id_of(8) for message in open_and_read(again))
    again.archive.close()


def open_and_read(resident: Resident) -> list[Shown]:
    history = open_history(resident)
    found = history.newest(99)
    history.close()
    return found


def test_limits_are_those_of_every_message():
    town = Town()
    ann = town.move_in("ann")
    town.run(1)
    for intent in (Say((), "x"), Say(tuple(range(1, 502)), "x"), Say(EVERYONE, "x" * 65_537)):
        do(town, ann, intent)
    town.run(1)
    assert [str(reason)[:16] for reason in ann.not_sent] == [
        words.NOBODY_CHOSEN[:16],
        "Not sent: 501 pe",
        "Not sent: 65537 ",
    ]
    assert town.server.texts() == []
    assert ann.of(NotSent)


def test_what_was_seen_muted_and_written_is_there_at_the_next_start(tmp_path: Path):
    town = Town()
    bob = town.move_in("bob", person=7)
    ann = town.move_in("ann", person=8, installation=8, archive=home(tmp_path, 8))
    town.run(1)
    for text in ("one", "two", "three"):
        town.say(bob, text, "ann")
    town.run(1)
    second = ann.of(MessageReceived)[1]
    assert isinstance(second, MessageReceived)
    to_bob = second.conversation
    do(town, ann, Seen(to_bob, second.position), Mute(to_bob, True))
    do(town, ann, KeepDraft(to_bob, (id_of(7),), "well\ud800"))
    town.run(1)
    assert any(isinstance(record, records.Read) for record in town.server.heard)
    town.kill(ann).close()
    again = town.move_in("ann", person=8, installation=8, archive=home(tmp_path, 8))
    town.run(1)
    history = open_history(again)
    (row,) = history.conversations(9)
    assert (row.unread, row.is_muted, row.draft) == (1, True, "well\ufffd")
    history.close()
    again.archive.close()


def test_what_was_received_elsewhere_before_is_not_unread_here(tmp_path: Path):
    town = Town()
    bob, ann = town.move_in("bob"), town.move_in("ann", person=8)
    town.run(1)
    for n in range(5):
        town.say(bob, str(n), "ann")
    town.run(1)
    town.quit(ann)
    town.server.received[ann.archive.own] = 5
    town.say(bob, "new", "ann")
    town.run(1)
    here = town.move_in("ann", person=8, installation=9, archive=home(tmp_path, 8))
    do(town, here, MoreHistory(), MoreHistory())
    town.run(2)
    history = open_history(here)
    (row,) = history.conversations(9)
    assert (len(history.newest(9)), row.unread) == (6, 1)
    assert history.first_unread(row.conversation) == history.newest(1)[0].id
    history.close()
    here.archive.close()


def test_people_come_whole_and_again_after_a_reconnection():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    assert last(ann, Joined).has_all
    whole = last(ann, PeopleChanged)
    assert isinstance(whole, PeopleChanged)
    assert whole.is_whole
    presences = {person.id: person.presence for person in whole.people}
    assert presences[ann.archive.own] == HERE
    town.quit(bob)
    town.server.restart(town.now)
    do(town, ann, Say(EVERYONE, "still there?"))
    town.run(5)
    back = last(ann, PeopleChanged)
    assert isinstance(back, PeopleChanged)
    presences = {person.id: person.presence for person in back.people}
    assert presences == {ann.archive.own: HERE, bob.archive.own: AWAY}
    assert last(ann, PeopleCounted) == PeopleCounted(2, 1)


def test_of_a_crowd_people_are_asked_for_and_their_names_kept(tmp_path: Path):
    town = Town(roster_whole=1)
    bob = town.move_in("bob")
    town.run(1)
    ann = town.move_in("ann", person=8, archive=home(tmp_path, 8))
    town.run(1)
    assert not last(ann, Joined).has_all
    assert ann.of(PeopleChanged) == []
    do(town, ann, AskPeople("B", ""), WatchPeople((bob.archive.own,)))
    town.run(1)
    found = last(ann, PeopleFound)
    assert isinstance(found, PeopleFound)
    assert [(person.id, person.name) for person in found.people] == [(bob.archive.own, "bob")]
    assert records.Watch((bob.archive.own,)) in town.server.heard
    do(town, ann, Say((bob.archive.own,), "hi"))
    town.run(1)
    (message,) = open_and_read(ann)
    assert message.to == ("bob",)
    ann.archive.close()


def test_where_people_become_a_crowd_the_view_hears_of_it():
    town = Town()
    ann, bob = town.move_in("ann"), town.move_in("bob")
    town.run(1)
    town.server.say(town.server.guest("ann"), CONTROL, Counts(301, 2))
    town.run(1)
    assert last(ann, PeopleCounted) == PeopleCounted(301, 2)
    assert [event.has_all for event in ann.of(Joined)] == [True, False]
    town.say(ann, "by a page now", "bob")
    town.run(1)
    assert bob.texts == ["by a page now"]
    assert records.AskPeople("bob", "") in town.server.heard


def test_the_line_is_measured_now_and_then():
    town = Town(2, Link(delay=(0.004, 0.004)))
    ann = town.move_in("ann")
    for _ in range(50):
        town.say(ann, "hi")
        town.run(0.1)
    measured = ann.of(LineMeasured)
    assert 1 <= len(measured) <= 3
    assert all(0.007 < event.rtt_s < 0.02 and event.loss == 0 for event in measured)


class Glass:
    """A view that looks at what it is told to look at, and at nothing else."""

    def __init__(self, resident: Resident) -> None:
        self.rows: dict[bytes, list[Shown]] = {}
        self._told = 0
        self._resident = resident
        self._history = open_history(resident)

    def look(self) -> None:
        told = self._resident.told[self._told :]
        self._told += len(told)
        changed = {key for e in told if isinstance(e, HistoryChanged) for key in e.conversations}
        self.rows.update((key, self._history.newest(999, key)) for key in changed)

    def assert_is_true(self) -> None:
        rows = self._history.newest(9999)
        for key in {row.conversation for row in rows} | set(self.rows):
            expected = [_nameless(row) for row in rows if row.conversation == key]
            assert [_nameless(row) for row in self.rows.get(key, [])] == expected

    def close(self) -> None:
        self._history.close()


def _nameless(row: Shown) -> tuple[object, ...]:
    return (
        row.id,
        row.position,
        row.at_ms,
        row.text,
        row.state,
        row.reason,
        row.counts,
        row.is_gone,
    )


@pytest.mark.parametrize("seed", range(8))
def test_who_looks_only_when_told_sees_what_is_there(tmp_path: Path, seed: int):
    rng = Random(seed)
    town = Town(seed, BAD)
    bob = town.move_in("bob", person=7, installation=7)
    ann = town.move_in("ann", person=8, installation=8, archive=home(tmp_path, 8))
    glass = Glass(ann)
    town.server.refuses_texts.add(b"rude")
    for n in range(40):
        for who, other in ((ann, bob), (bob, ann)):
            to = rng.choice((EVERYONE, (other.archive.own,), (who.archive.own,)))
            do(town, who, Say(to, rng.choice((f"number {n}", "rude"))))
        if rng.random() < 0.1:
            town.server.restart(town.now, keeps_log=rng.random() < 0.7)
        town.run(rng.choice((0.0, 0.01, 0.1)))
        glass.look()
        glass.assert_is_true()
    town.run(20)
    glass.look()
    glass.assert_is_true()
    assert len(glass.rows) == 3
    glass.close()
    ann.archive.close()
