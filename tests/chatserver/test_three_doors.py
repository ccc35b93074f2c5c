"""The whole server over a bad network: three native clients, a netcat guest and a pupil."""

from pathlib import Path
from random import Random

import pytest

from chatserver.data import DataFolder
from chatserver.effects import Tell
from chatserver.handlers.receipts import ask_holders
from shared.chat import AskHolders, HoldersShown
from shared.crypto.identity import person_id
from shared.dialects.native import closing, records
from tests.support.clients import SERVER_AT
from tests.support.fakenet import FakeNet, Link
from tests.support.hall import Hall, LineClient, Pupil, Talker

BAD = Link(loss=0.3, duplicate=0.1, reorder=0.1)
GOOD = Link(delay=(0.001, 0.001))
"""For netcat, which repeats nothing and puts nothing in order."""

NETCAT_AT, PUPIL_AT = ("127.0.0.1", 5000), ("127.0.0.1", 5001)


def native_at(number: int) -> tuple[str, int]:
    return (f"10.0.0.{number}", 4000)


def open_folder(path: Path, seed: int) -> DataFolder:
    return DataFolder(path, 15_000, Random(seed).randbytes)


def natives(hall: Hall, count: int = 3) -> list[Talker]:
    talkers = [Talker(number, f"native{number}", now=hall.now) for number in range(1, count + 1)]
    for number, talker in enumerate(talkers, 1):
        hall.add(native_at(number), talker)
    assert hall.run_until(lambda: all(t.caught_up_at >= 0 for t in talkers), hall.now + 20)
    return talkers


def texts(heard: list[tuple[str, str]], who: str) -> list[str]:
    return [what for name, what in heard if name == who]


def newest(hall: Hall, reader: int) -> int:
    """The position of the last message that concerns somebody."""
    assert hall.parts is not None
    log = hall.parts.hub.room.log
    return log.read_back(reader, log.head + 1, 1)[0][0]


def holders(hall: Hall, position: int) -> dict[str, str]:
    """Who has a message of the first native client, and how."""
    assert hall.parts is not None
    room = hall.parts.hub.room
    message = room.log.find(position)
    assert message is not None
    sender = room.people.by_id(message.sender)
    assert sender is not None
    (told,) = ask_holders(room, sender, AskHolders(position, 0), hall.now)
    assert isinstance(told, Tell)
    assert isinstance(told.notice, HoldersShown)
    return {holder.name: holder.state for holder in told.notice.people}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_at_30_percent_loss_everybody_has_everything_once_and_in_order(seed: int) -> None:
    net = FakeNet(seed, BAD)
    net.set_link(NETCAT_AT, SERVER_AT, GOOD)
    hall = Hall(net)
    ann, bob, eva = talkers = natives(hall)
    line, pupil = LineClient(), Pupil("pupil", seed)
    hall.add(NETCAT_AT, line)
    hall.add(PUPIL_AT, pupil)
    line.say("/nick zoe")
    assert hall.run_until(lambda: len(ann.presence) == 5 and pupil.is_settled, hall.now + 30)
    line.lines.clear()
    for n in range(10):
        for speaker in (*talkers, line, pupil):
            speaker.say(f"text {n}")
        hall.pass_on()
        hall.run(hall.now + 0.1)
    everybody = {"native1": ann, "native2": bob, "native3": eva, "zoe": line, "pupil": pupil}
    said = [f"text {n}" for n in range(10)]

    def all_there() -> bool:
        settled = all(talker.is_settled for talker in talkers)
        return settled and all(len(p.heard) >= 40 for p in everybody.values())

    assert hall.run_until(all_there, hall.now + 300, step=1.0), net.describe()
    hall.run(hall.now + 5)
    for name, person in everybody.items():
        for other in everybody:
            own = name == other and other != "zoe"  # netcat writers see their lines come back
            assert texts(person.heard, other) == ([] if own else said), (name, other)
    assert all(talker.said == list(range(1, 11)) for talker in talkers)


@pytest.mark.parametrize("loss", [0.0, 0.3])
def test_who_does_not_read_falls_behind_and_reads_all_of_it_later(loss: float) -> None:
    hall = Hall(FakeNet(4, Link(loss=loss)))
    ann, bob, slow = natives(hall)
    slow.stops_reading()
    for n in range(600):
        ann.say(f"text {n}")
        if n % 10 == 0:
            bob.say(f"other {n}")
    hall.pass_on()
    settled = lambda: ann.is_settled and bob.is_settled  # noqa: E731
    assert hall.run_until(settled, hall.now + 60), "the slow one held up the others"
    said = [f"text {n}" for n in range(600)]
    assert hall.run_until(lambda: len(bob.heard) == 600, hall.now + 5)
    assert texts(bob.heard, "native1") == said
    behind = len(slow.heard)
    assert behind < 600
    slow.stops_reading(False)
    hall.pass_on()
    assert hall.run_until(lambda: len(slow.heard) == 660, hall.now + 30)
    ann.say("last")
    hall.pass_on()
    assert hall.run_until(lambda: slow.heard[-1] == ("native1", "last"), hall.now + 5)
    assert texts(slow.heard, "native1") == [*said, "last"]
    assert slow.caught_up_at > 0


def test_messages_by_id_reach_those_alone_and_the_away_when_they_come_back() -> None:
    hall = Hall(FakeNet(5, BAD))
    ann, bob, eva = natives(hall)
    to_bob = (person_id(bob.identity.public),)
    hall.net.partition(native_at(2), SERVER_AT)
    hall.run(hall.now + 50)
    assert ann.presence["native2"] == records.AWAY
    for n in range(20):
        ann.say(f"for bob {n}", to_bob)
    hall.pass_on()
    assert hall.run_until(lambda: ann.is_settled, hall.now + 20)
    hall.run(hall.now + 120)
    assert not bob.heard
    hall.net.partition(native_at(2), SERVER_AT, False)
    assert hall.run_until(lambda: len(bob.heard) == 20, hall.now + 20)
    assert texts(bob.heard, "native1") == [f"for bob {n}" for n in range(20)]
    assert eva.heard == []
    assert hall.run_until(lambda: ann.presence["native2"] == records.HERE, hall.now + 5)


def test_a_second_installation_is_refused_then_takes_over_and_the_first_stays_away() -> None:
    hall = Hall(FakeNet(6))
    (ann,) = natives(hall, 1)
    second = Talker(1, "native1", installation=b"another computer")
    hall.add(native_at(9), second)
    assert hall.run_until(lambda: second.ending is not None, hall.now + 5)
    assert second.ending is not None
    assert second.ending.code == closing.ELSEWHERE
    assert ann.is_in
    second.takeover = True
    second.begin(hall.now)
    hall.pass_on()
    assert hall.run_until(lambda: bool(second.welcomes), hall.now + 5)
    assert hall.run_until(lambda: ann.ending is not None, hall.now + 5)
    assert ann.ending is not None
    assert ann.ending.code == closing.ELSEWHERE


def test_a_restart_with_its_data_loses_nothing_and_gives_no_name_away(tmp_path: Path) -> None:
    data = open_folder(tmp_path, 1)
    hall = Hall(FakeNet(7, BAD), data=data)
    ann, _, eva = talkers = natives(hall)
    for talker in talkers:
        talker.say("before")
    hall.pass_on()
    assert hall.run_until(lambda: all(len(t.heard) == 2 for t in talkers), hall.now + 10)
    assert hall.run_until(lambda: all(t.is_settled for t in talkers), hall.now + 10)
    hall.run(hall.now + 2)
    hall.stop()
    data.close()
    for talker in talkers:
        talker.say("while it is gone")
    hall.pass_on()
    hall.run(hall.now + 1)
    data = open_folder(tmp_path, 2)
    hall.start(data)
    line = LineClient()
    hall.add(NETCAT_AT, line)
    hall.net.set_link(NETCAT_AT, SERVER_AT, GOOD)
    line.say("/nick native2")
    hall.pass_on()
    back_at = hall.now + 5
    assert hall.run_until(lambda: all(len(t.welcomes) == 2 for t in talkers), back_at)
    assert "error - native2 is already used" in line.lines
    all_there = lambda: all(len(t.heard) == 4 and t.is_settled for t in talkers)  # noqa: E731
    assert hall.run_until(all_there, hall.now + 10)
    for talker in talkers:
        assert all(texts(talker.heard, t.name) == ["before", "while it is gone"]
                   for t in talkers if t is not talker)  # fmt: skip
        assert talker.said == [1, 2]
        assert talker.sessions == 2
        assert talker.refused_names == []
    assert ann.welcomes[0].log == ann.welcomes[1].log
    assert eva.presence["native1"] == records.HERE
    data.close()


def test_another_log_begins_anew_and_what_was_not_settled_is_said_in_it(tmp_path: Path) -> None:
    data = open_folder(tmp_path, 1)
    hall = Hall(FakeNet(8), "--durability memory", data=data)
    ann, bob, _ = talkers = natives(hall)
    ann.say("before")
    hall.pass_on()
    assert hall.run_until(lambda: len(bob.heard) == 1 and ann.is_settled, hall.now + 5)
    hall.run(hall.now + 1)
    hall.stop()
    data.close()
    ann.say("after")
    hall.run(hall.now + 1)
    data = open_folder(tmp_path, 2)
    hall.start(data)
    assert hall.run_until(lambda: all(len(t.welcomes) == 2 for t in talkers), hall.now + 5)
    assert hall.run_until(lambda: len(bob.heard) == 2, hall.now + 5)
    assert texts(bob.heard, "native1") == ["before", "after"]
    assert ann.welcomes[0].log != ann.welcomes[1].log
    data.close()


def test_guests_are_back_by_themselves_after_a_crash_and_natives_see_no_difference(
    tmp_path: Path,
) -> None:
    data = open_folder(tmp_path, 1)
    hall = Hall(FakeNet(9, GOOD), data=data)
    (ann,) = natives(hall, 1)
    line, pupil = LineClient(), Pupil("pupil", 1)
    hall.add(NETCAT_AT, line)
    hall.add(PUPIL_AT, pupil)
    line.say("/nick zoe")
    assert hall.run_until(lambda: len(ann.presence) == 3 and pupil.is_settled, hall.now + 10)
    people = {row.name: person for person, row in ann.rows.items()}
    ann_id = people["native1"]
    ann.say("before")
    hall.pass_on()
    assert hall.run_until(lambda: len(pupil.heard) == 1, hall.now + 5)
    hall.run(hall.now + 1.1)  # cursors are written once a second
    got = {"zoe": "handed", "pupil": "delivered"}
    before = newest(hall, ann_id)
    assert holders(hall, before) == got
    hall.stop()
    data.close()
    line.lines.clear()
    data = open_folder(tmp_path, 2)
    hall.start(data)
    assert hall.run_until(lambda: len(ann.welcomes) == 2, hall.now + 5)
    assert holders(hall, before) == got
    ann.say("after", (people["zoe"], people["pupil"]))
    hall.pass_on()
    assert hall.run_until(lambda: len(pupil.heard) == 2, hall.now + 5)
    assert pupil.heard == [("native1", "before"), ("native1", "after")]
    assert line.lines == ["native1 -> you: after"], "they have written nothing"
    hall.run(hall.now + 1)
    assert holders(hall, newest(hall, ann_id)) == got
    assert {row.name: person for person, row in ann.rows.items()} == people
    line.say("hi")
    hall.pass_on()
    assert hall.run_until(lambda: ("zoe", "hi") in ann.heard, hall.now + 5)
    data.close()
