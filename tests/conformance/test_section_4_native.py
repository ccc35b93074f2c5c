"""PROTOCOL section 4 against a server that runs. Quotes are the protocol's."""

import re
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from time import time

import pytest

from chatserver.data import Database
from chatserver.registry import Known
from shared.chat import EVERYONE_ID
from shared.crypto.identity import person_id
from shared.crypto.seal import SealKey
from shared.dialects.native import records
from shared.transport.lanes import CONTROL
from shared.wire import packets
from shared.wire.frames import PING
from tests.support.console import Console
from tests.support.native_peer import NativePeer
from tests.support.peers import CoursePeer, LinePeer
from tests.support.processes import ServerProgram
from tests.support.second_reader import read_frames

EVERYONE = (EVERYONE_ID,)
ANN, BOB, EVE = 1, 2, 3
"""Seeds of three people."""


@pytest.fixture
def ann(server: ServerProgram):
    with NativePeer(server.port, ANN, "ann") as peer:
        yield peer


@pytest.fixture
def bob(server: ServerProgram):
    with NativePeer(server.port, BOB, "bob") as peer:
        yield peer


def follow(peer: NativePeer) -> records.Roster:
    """Ask for the roster: changes come by themselves from then on."""
    peer.put(records.AskRoster(0))
    roster = peer.hear(records.Roster)
    assert roster.whole
    return roster


def id_of(peer: NativePeer) -> int:
    return person_id(peer.core.identity.public)


# --- 4.1 --------------------------------------------------------------------------------------


def test_4_1_hello_of_another_version_is_answered_by_retry_without_a_cookie(ann):
    hello = packets.Hello(7, packets.Mode.OPEN, b"e" * 32).encode()
    ann.socket.settimeout(20)
    ann.socket.send(hello[:1] + b"\1" + hello[2:])
    retry = packets.Retry.decode_untrusted(ann.socket.recv(2048))
    assert (retry.version, retry.client_cid, retry.cookie) == (2, 7, packets.NO_COOKIE)


def test_4_1_f8_to_ff_goes_to_the_native_door_whoever_sent_it(server: ServerProgram):
    """'is nobody's line from any address': a guest's HELLO is answered, and shown to nobody."""
    with LinePeer(server.port) as guest:
        nick = guest.register()
        guest.socket.send(packets.Hello(7, packets.Mode.OPEN, b"e" * 32).encode())
        assert packets.Retry.decode_untrusted(guest.socket.recv(2048)).client_cid == 7
        for first in range(0xF8, 0x100):
            guest.socket.send(bytes((first,)) + b"ello\n")
        assert guest.ask("still a line\n") == f"{nick}: still a line"


def test_4_1_data_with_an_unknown_cid_is_answered_by_reset_which_is_shorter(ann):
    ann.join()
    cid_of_another = ann.core.opened.remote_cid ^ 1  # it begins as all of this server's do
    ann.socket.settimeout(20)
    ann.socket.send(packets.data_header(0, cid_of_another, 0) + bytes(47))
    while (datagram := ann.socket.recv(2048))[0] != packets.RESET:
        pass  # the last words of the conversation before
    assert packets.Reset.decode_untrusted(datagram)
    assert 40 <= len(datagram) <= 47


def test_4_1_the_same_fin_again_is_answered_by_a_ping_in_data(ann):
    ann.join()
    ann.hear(records.CaughtUp)
    fin = next(datagram for datagram in ann.all_sent if datagram[0] == packets.FIN)
    ann.socket.settimeout(20)
    ann.socket.send(fin)
    while True:  # the last words of the conversation before may still come
        datagram = ann.socket.recv(2048)
        assert datagram[0] == packets.DATA_EVEN
        key = SealKey(ann.core.opened.receive_key)
        number = packets.data_header_untrusted(datagram)[2]
        frames = read_frames(key.open_untrusted(number, datagram[:17], datagram[17:]))
        if (PING, ()) in frames:
            return


def test_4_1_a_restarted_server_resets_who_speaks(serve, tmp_path: Path):
    """'a server that was started anew still knows it': same data folder, same port."""
    server = serve("--data", str(tmp_path))
    with NativePeer(server.port, ANN, "ann") as ann:
        before = ann.join()
        server.process.kill()
        server.wait()
        again = serve("--data", str(tmp_path), "-p", str(server.port))
        ann.put(records.AskRoster(0))
        after = ann.join()
        assert ann.core.resets == 1
        assert again.port == server.port
    assert after.person == before.person
    assert after.log == before.log, "it is on the disk"


def test_4_1_after_a_restart_the_server_sends_each_of_them_one_reset_by_itself(
    serve, tmp_path: Path
):
    server = serve("--data", str(tmp_path))
    with NativePeer(server.port, ANN, "ann") as ann:
        ann.join()
        ann.hear(records.CaughtUp)
        while not stored_sessions(tmp_path):  # 'within a second'
            ann.turn(0.05)
        ann.wait_for(lambda: ann.core.session.in_flight == 0)
        server.process.kill()
        server.wait()
        sent = len(ann.all_sent)
        serve("--data", str(tmp_path), "-p", str(server.port))
        ann.wait_for(lambda: ann.core.resets == 1)
        assert len(ann.all_sent) <= sent + 2, "an ACK, and the HELLO that follows the RESET"
        ann.join()


def stored_sessions(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "server.db", timeout=20)) as database:
        return int(database.execute("SELECT count(*) FROM sessions").fetchone()[0])


# --- 4.4 --------------------------------------------------------------------------------------


def test_4_4_welcome(server: ServerProgram, ann):
    welcome = ann.join()
    server.out.expect("join: ann")
    assert (welcome.person, welcome.name) == (id_of(ann), "ann")
    assert (welcome.sequence, welcome.known, welcome.here) == (0, 1, 1)
    assert welcome.limits == records.Limits(500, 65_536, 300)
    assert welcome.ack_delay_ms == 25
    assert ann.hear(records.CaughtUp).position == welcome.head


def test_4_4_the_roster_whole_then_changes_then_only_what_has_changed_since(server, ann, bob):
    ann.join()
    with LinePeer(server.port) as guest:
        nick = guest.register()
        whole = follow(ann)
        shown = {row.name: (row.door, row.presence) for row in whole.people}
        assert shown == {
            "ann": (records.NATIVE, records.HERE),
            nick: (records.NETCAT, records.HERE),
        }
        bob.join()
        change = ann.hear(records.Roster)
        assert change.version > whole.version
        assert not change.whole
        assert [row.person for row in change.people] == [id_of(bob)]
        guest.send("/quit\n")
        guest.line()
    bob.leave()
    server.out.expect("disconnected: bob")
    ann.unheard.clear()
    ann.put(records.AskRoster(change.version))
    late: dict[int, int] = {}
    while set(late.values()) != {records.AWAY, records.GONE}:
        roster = ann.hear(records.Roster)
        assert not roster.whole
        late |= {row.person: row.presence for row in roster.people}
    assert late[id_of(bob)] == records.AWAY


def test_4_4_pages_and_watches(server: ServerProgram, ann, bob):
    ann.join()
    bob.join()
    ann.put(records.AskPeople("B", ""))
    page = ann.hear(records.PeoplePage)
    assert ([row.name for row in page.people], page.more) == (["bob"], False)
    ann.put(records.AskPeople("", "ann"))
    assert [row.name for row in ann.hear(records.PeoplePage).people] == ["bob"]
    ann.put(records.Watch((id_of(bob),)))
    watched = ann.hear_any(
        lambda r: isinstance(r, records.Roster) and [row.name for row in r.people] == ["bob"]
    )
    assert isinstance(watched, records.Roster)


def test_4_4_above_300_known_people_there_are_counts_pages_and_watches(serve, tmp_path: Path):
    """'AskRoster is answered by an empty Roster and Counts.'"""
    known = {n: Known(n, bytes(32), f"p{n:03}", int(time() * 1000)) for n in range(1, 302)}
    database = Database(tmp_path / "server.db")
    database.save_people(known)
    database.close()
    server = serve("--data", str(tmp_path))
    with NativePeer(server.port, ANN, "ann") as ann, NativePeer(server.port, BOB, "bob") as bob:
        assert ann.join().known == 302
        ann.put(records.AskRoster(0))
        roster = ann.hear(records.Roster)
        assert (roster.whole, roster.people) == (False, ())
        assert ann.hear(records.Counts) == records.Counts(302, 1)
        ann.put(records.AskPeople("P", "p100"))
        page = ann.hear(records.PeoplePage)
        assert [row.name for row in page.people] == [f"p{n:03}" for n in range(101, 201)]
        assert page.more
        ann.put(records.Watch((id_of(bob),)))
        stranger = ann.hear(records.Roster).people
        assert [(row.person, row.presence) for row in stranger] == [(id_of(bob), records.GONE)]
        assert bob.join().here == 2
        come = ann.hear(records.Roster).people
        assert [(row.name, row.presence) for row in come] == [("bob", records.HERE)]


def test_4_4_a_record_that_does_not_parse_is_answered_and_the_session_goes_on(ann):
    ann.join()
    for bad in (b"\xc1", b"\x90", b"\x91\x02", b"\x92\x03\x05", b"\x92\x01\xa0"):
        ann.put_bytes(bad)
        assert ann.hear(records.Error).code == "bad_record"
    assert isinstance(ann.say(1, EVERYONE, "still here"), records.Committed)


def test_4_4_a_record_with_an_unknown_tag_is_ignored(ann):
    ann.join()
    ann.put_bytes(b"\x92\x1f\xa3new", CONTROL)
    ann.put_bytes(b"\x91\xcd\x12\x34")
    assert isinstance(ann.say(1, EVERYONE, "still here"), records.Committed)
    assert not [record for record in ann.unheard if isinstance(record, records.Error)]


def test_4_4_a_further_element_is_ignored(ann):
    ann.join()
    say = records.encode(records.Say(1, EVERYONE, records.TEXT, b"hello"))
    ann.put_bytes(bytes((say[0] + 1,)) + say[1:] + b"\xa5later")
    assert ann.hear(records.Committed).sequence == 1


def test_4_4_who_is_not_welcome_yet_and_says_something_else_is_closed_with_code_0(
    server: ServerProgram, ann, bob
):
    ann.join()
    bob.core.name = "ann"
    bob.hear(records.NameRefused)
    bob.put(records.Say(1, EVERYONE, records.TEXT, b"psst"))
    assert bob.closing_code() == 0


def test_4_4_rename(server: ServerProgram, ann, bob):
    ann.join()
    bob.join()
    follow(bob)

    ann.put(records.Rename("BOB"))
    assert ann.hear(records.Error) == records.Error("refused", "BOB is already used")
    ann.put(records.Rename("anna"))
    server.out.expect("renamed: ann to anna")
    renamed = bob.hear_any(
        lambda r: isinstance(r, records.Roster) and "anna" in [row.name for row in r.people]
    )
    assert isinstance(renamed, records.Roster)
    assert renamed.people[0].person == id_of(ann)


def test_4_4_body_kinds_that_the_server_does_not_know_are_forwarded(server, ann, bob):
    ann.join()
    bob.join()
    with LinePeer(server.port) as guest:
        guest.register()
        ann.say(1, EVERYONE, "\x00sealed", kind=200)
        assert guest.line() == "ann: [message needs Parley]"
    entries = [bob.hear_message()[1] for _ in range(2)]  # the guest's hello came first
    assert (entries[1].kind, entries[1].body) == (200, b"\x00sealed")


# --- 4.5 --------------------------------------------------------------------------------------


def test_4_5_everyone_is_everyone_at_every_door(server: ServerProgram, ann, bob):
    ann.join()
    bob.join()
    with LinePeer(server.port) as guest, CoursePeer(server.port, 2) as pupil:
        guest.send("\n")
        pupil.say("join", "pupil")
        server.out.expect("join: pupil")
        answer = ann.say(1, EVERYONE, "good morning")
        assert isinstance(answer, records.Committed)
        assert guest.line() == "ann: good morning"
        assert pupil.hear() == "forward_message 18 1 ann good morning"
        posted, entry = bob.hear_message()
        assert (posted.position, posted.at_ms) == (answer.position, answer.at_ms)
        assert (entry.sender, entry.sender_name, entry.to) == (id_of(ann), "ann", EVERYONE)
        assert (entry.outbox, entry.sequence) == (ann.core.outbox, 1)
        guest.send("morning\n")
        entry = ann.hear_message()[1]
        assert (entry.body, entry.outbox, entry.sequence) == (b"morning", b"", 0)
        pupil.say("send_message", "1 ann to you alone")
        assert ann.hear_message()[1].to == (id_of(ann),)
        ann.say(2, EVERYONE, "marker")
        assert bob.hear_message()[1].body == b"morning"
        assert bob.hear_message()[1].body == b"marker", "not what the pupil said to ann"


def test_4_5_to_one_person_of_many_and_to_oneself(server: ServerProgram, ann, bob):
    ann.join()
    bob.join()
    with NativePeer(server.port, EVE, "eve") as eve:
        eve.join()
        ann.say(1, (id_of(bob), 4711), "for bob; some may be unknown")
        ann.say(2, (id_of(ann),), "note to self")
        ann.say(3, EVERYONE, "marker")
        assert bob.hear_message()[1].sequence == 1
        assert bob.hear_message()[1].sequence == 3
        assert eve.hear_message()[1].sequence == 3
        assert ann.hear_message()[1].sequence == 2


def test_4_5_a_repeat_gets_the_same_answer_and_is_posted_once(ann, bob):
    ann.join()
    bob.join()
    first = ann.say(1, EVERYONE, "once")
    assert ann.say(1, EVERYONE, "once") == first
    ann.say(2, EVERYONE, "marker")
    assert [bob.hear_message()[1].body for _ in range(2)] == [b"once", b"marker"]


@pytest.mark.parametrize(
    ("to", "text", "kind"),
    [(EVERYONE, "other", 0), ((0, 4711), "once", 0), (EVERYONE, "once", 1)],
    ids=["text", "recipients", "kind"],
)
def test_4_5_a_sequence_used_for_something_else_is_refused(
    ann, to: tuple[int, ...], text: str, kind: int
):
    ann.join()
    ann.say(1, EVERYONE, "once")
    answer = ann.say(1, to, text, kind)
    assert isinstance(answer, records.Refused)
    assert (answer.sequence, answer.code) == (1, "outbox_reused")


def test_4_5_for_nobody_who_is_known_is_refused_and_uses_the_sequence_up(ann):
    ann.join()
    answer = ann.say(1, (4711,), "hello?")
    assert isinstance(answer, records.Refused)
    assert (answer.sequence, answer.code) == (1, "nobody")
    assert ann.say(1, (4711,), "hello?") == answer


def test_4_5_who_comes_back_gets_what_it_missed_and_its_sequence(server: ServerProgram, ann, bob):
    ann.join()
    log = bob.join().log
    ann.say(1, EVERYONE, "seen")
    position = bob.hear_message()[0].position
    bob.say(1, (id_of(ann),), "my own")
    bob.leave()
    server.out.expect("disconnected: bob")
    ann.say(2, (id_of(bob),), "missed")
    with NativePeer(server.port, BOB, "bob") as again:
        again.core.log, again.core.cursor = log, position
        welcome = again.join()
        assert (welcome.sequence, welcome.log) == (1, log)
        entries = [again.hear_message()[1] for _ in range(2)]
        assert [(e.sender, e.sequence) for e in entries] == [(id_of(bob), 1), (id_of(ann), 2)]
        assert again.hear(records.CaughtUp).position >= welcome.head


def committed(peer: NativePeer, sequence: int, to: tuple[int, ...], text: str) -> int:
    """Say it; its position."""
    answer = peer.say(sequence, to, text)
    assert isinstance(answer, records.Committed)
    return answer.position


def missed(peer: NativePeer) -> list[str]:
    """What was posted until CaughtUp."""
    texts: list[str] = []
    while True:
        record = peer.hear_any(lambda r: isinstance(r, records.Posted | records.CaughtUp))
        if not isinstance(record, records.Posted):
            return texts
        texts.append(records.decode_entry_untrusted(record.content).body.decode())


@pytest.mark.parametrize("log", [bytes(16), b"?" * 16, None], ids=["none", "another", "this"])
def test_4_5_a_newcomer_sees_the_last_50_to_everyone_and_nothing_opens_more(
    ann: NativePeer, bob: NativePeer, log: bytes | None
):
    """'Nothing opens more than that, neither a cursor nor AskHistory.'"""
    this = ann.join().log
    said = [f"m{n}" for n in range(1, 56)]
    for sequence, text in enumerate(said, 1):
        committed(ann, sequence, EVERYONE, text)
    committed(ann, 56, (id_of(ann),), "note to self")
    bob.core.log = this if log is None else log
    bob.core.cursor = 1
    welcome = bob.join()
    assert missed(bob) == said[-50:]
    assert welcome.begin < welcome.since <= welcome.head
    bob.put(records.AskHistory(2**64 - 1))
    page = bob.hear(records.HistoryPage)
    assert (len(page.entries), page.more) == (50, False)
    assert page.entries[0].position < welcome.since


def test_4_5_welcome_says_where_the_server_goes_on_from(server: ServerProgram, ann, bob):
    """'this log, a position that it gave out: the cursor'"""
    ann.join()
    log = bob.join().log
    first = committed(ann, 1, EVERYONE, "one")
    bob.leave()
    server.out.expect("disconnected: bob")
    committed(ann, 2, EVERYONE, "two")
    with NativePeer(server.port, BOB, "bob") as again:
        again.core.log, again.core.cursor = log, first
        assert again.join().begin == first
        assert missed(again) == ["two"]


def test_4_5_a_position_that_was_not_given_out_is_brought_back(server: ServerProgram, ann, bob):
    """'the highest position below it that the log shares with the one that gave it out'"""
    log = ann.join().log
    committed(ann, 1, EVERYONE, "one")
    bob.core.log, bob.core.cursor = log, 2**63 - 1
    welcome = bob.join()
    assert welcome.begin <= welcome.head
    assert missed(bob) == ["one"], "all that a newcomer sees"
    committed(ann, 2, EVERYONE, "two")
    assert bob.hear_message()[1].body == b"two"


def test_4_5_a_new_installation_gets_what_none_of_the_others_has(server: ServerProgram, ann, bob):
    """'zeros: a new installation: where the person has received everything'"""
    ann.join()
    bob.join()
    first = committed(ann, 1, (id_of(bob),), "one")
    committed(ann, 2, (id_of(bob),), "two")
    bob.hear_message()
    bob.put(records.Received(first))
    bob.leave()
    server.out.expect("disconnected: bob")
    with NativePeer(server.port, BOB, "bob") as again:
        again.core.installation = b"new installation"
        welcome = again.join()
        assert welcome.begin <= first
        assert missed(again)[-1] == "two"


def test_4_5_history_comes_newest_first_and_moves_no_cursor(ann, bob):
    """'what was said for me before that position'"""
    ann.join()
    bob.join()
    said = [f"m{n}" for n in range(1, 6)]
    at = [committed(ann, n, EVERYONE, text) for n, text in enumerate(said, 1)]
    committed(ann, 6, (id_of(ann),), "note to self")
    bob.put(records.AskHistory(at[3]))
    page = bob.hear(records.HistoryPage)
    assert (page.before, page.more) == (at[3], False)
    assert [entry.position for entry in page.entries] == at[2::-1]
    entry = records.decode_entry_untrusted(page.entries[0].content)
    assert (entry.body, entry.sender_name, entry.to) == (b"m3", "ann", EVERYONE)


def test_4_5_a_page_holds_about_48_kib_and_at_least_one(ann):
    ann.join()
    at = [committed(ann, n, EVERYONE, "x" * size) for n, size in ((1, 65_536), (2, 9))]
    ann.put(records.AskHistory(2**64 - 1))
    newest = ann.hear(records.HistoryPage)
    assert ([e.position for e in newest.entries], newest.more) == ([at[1]], True)
    ann.put(records.AskHistory(at[1]))
    oldest = ann.hear(records.HistoryPage)
    assert ([e.position for e in oldest.entries], oldest.more) == ([at[0]], False)


# --- 4.6 --------------------------------------------------------------------------------------


def row_of(peer: NativePeer, position: int) -> records.Receipt:
    """The next word of that message's receipts."""

    def named(record: records.Record) -> bool:
        return isinstance(record, records.Receipts) and position in [
            r.position for r in record.rows
        ]

    record = peer.hear_any(named)
    assert isinstance(record, records.Receipts)
    return next(row for row in record.rows if row.position == position)


def test_4_6_receipts_go_to_the_sender(ann, bob):
    """'how many of the recipients have each of the messages whose numbers have changed'"""
    ann.join()
    bob.join()
    at = committed(ann, 1, EVERYONE, "who has it?")
    assert row_of(ann, at) == records.Receipt(at, 1, 0, 0, 0, 0)
    bob.put(records.Received(at))
    assert row_of(ann, at) == records.Receipt(at, 1, 1, 0, 0, 0)
    bob.put(records.Read(at))
    assert row_of(ann, at) == records.Receipt(at, 1, 1, 1, 0, 0)
    assert not [r for r in bob.unheard if isinstance(r, records.Receipts)]


def test_4_6_a_cursor_in_fin_counts_like_received(server: ServerProgram, ann, bob):
    ann.join()
    log = bob.join().log
    bob.leave()
    server.out.expect("disconnected: bob")
    at = committed(ann, 1, (id_of(bob), id_of(ann), 4711), "for later")
    assert row_of(ann, at) == records.Receipt(at, 1, 0, 0, 0, 0), "of those who were known"
    with NativePeer(server.port, BOB, "bob") as again:
        again.core.log, again.core.cursor = log, at
        again.join()
        assert row_of(ann, at).delivered == 1


def test_4_6_ask_receipts_is_answered_at_once_about_own_messages(ann, bob):
    ann.join()
    bob.join()
    mine, other = committed(ann, 1, EVERYONE, "mine"), committed(bob, 1, EVERYONE, "bob's")
    ann.put(records.AskReceipts((other, mine, 4711)))
    answered = ann.hear_any(lambda r: isinstance(r, records.Receipts) and len(r.rows) == 1)
    assert isinstance(answered, records.Receipts)
    assert [row.position for row in answered.rows] == [mine]


def test_4_6_holders_are_shown_to_the_sender_alone(ann, bob):
    """'Only the sender may ask; to others, and for a message that is not kept any more, it is
    empty.'"""
    ann.join()
    bob.join()
    at = committed(ann, 1, EVERYONE, "who has it?")
    bob.put(records.Received(at))
    row_of(ann, at)
    while True:
        ann.put(records.AskHolders(at, 0))
        page = ann.hear(records.HoldersPage)
        (holder,) = page.people
        if holder.state == records.DELIVERED:
            break
    assert (page.position, page.after, page.more) == (at, 0, False)
    assert (holder.person, holder.name) == (id_of(bob), "bob")
    assert abs(holder.at_ms - time() * 1000) < 60_000
    ann.put(records.AskHolders(at, id_of(bob)))
    assert ann.hear(records.HoldersPage).people == ()
    bob.put(records.AskHolders(at, 0))
    assert bob.hear(records.HoldersPage) == records.HoldersPage(at, 0, (), False)
    ann.put(records.AskHolders(4711, 0))
    assert ann.hear(records.HoldersPage).people == ()


# --- 4.7 --------------------------------------------------------------------------------------


def away(server: ServerProgram, peer: NativePeer) -> None:
    peer.join()
    peer.leave()
    server.out.expect("disconnected: ann")


def test_4_7_a_name_of_a_person_who_is_away_is_not_to_be_had_by_netcat(server, ann):
    away(server, ann)
    with LinePeer(server.port) as guest:
        guest.register()
        assert guest.ask("/nick ANN\n") == "error - ANN is already used"


def test_4_7_a_name_of_a_person_who_is_away_is_not_to_be_had_in_the_classroom(server, ann):
    away(server, ann)
    with CoursePeer(server.port, 2) as pupil:
        pupil.say("join", "Ann")
        assert pupil.hear() == "err_username_unavailable 0"


def test_4_7_another_key_is_told_why_and_offered_a_name_that_is_free(server, ann, bob):
    away(server, ann)
    bob.core.name = "Ann"
    refused = bob.hear(records.NameRefused)
    assert refused.name == "Ann"
    assert refused.reason == "it belongs to somebody who was last here today"
    bob.put(records.Join(refused.suggestion))
    assert bob.join().name == refused.suggestion == "Ann2"


def test_4_7_the_owner_gets_the_name_back(server: ServerProgram, ann):
    away(server, ann)
    with NativePeer(server.port, ANN, "ann") as again:
        assert again.join().name == "ann"


def test_4_7_names_outlive_the_server(serve, tmp_path: Path):
    server = serve("--data", str(tmp_path))
    with NativePeer(server.port, ANN, "ann") as ann:
        ann.join()
        assert server.stop() == 0
    again = serve("--data", str(tmp_path))
    with NativePeer(again.port, BOB, "ann") as bob:
        assert bob.hear(records.NameRefused).suggestion == "ann2"
    with LinePeer(again.port) as guest:
        guest.register()
        assert guest.ask("/nick ann\n") == "error - ann is already used"


def test_4_7_names_session_is_free_when_the_owner_leaves(serve):
    server = serve("--names", "session")
    with NativePeer(server.port, ANN, "ann") as ann, NativePeer(server.port, BOB, "ann") as bob:
        away(server, ann)
        assert bob.join().name == "ann"


def test_4_7_the_same_installation_replaces(ann, server: ServerProgram, bob):
    ann.join()
    bob.join()
    with NativePeer(server.port, ANN, "ann") as again:
        again.join()
        assert ann.closing_code() == 0
        again.say(1, EVERYONE, "here")
        assert bob.hear_message()[1].sender == id_of(ann)


def test_4_7_another_installation_is_refused_elsewhere_unless_it_takes_over(ann, server):
    ann.join()
    with NativePeer(server.port, ANN, "ann") as second:
        second.core.installation = b"j" * 16
        assert second.closing_code() == 16
    assert isinstance(ann.say(1, EVERYONE, "undisturbed"), records.Committed)
    with NativePeer(server.port, ANN, "ann", takeover=True) as third:
        third.core.installation = b"j" * 16
        assert third.join().sequence == 1
        assert ann.closing_code() == 16


def test_4_7_leaving_is_told_at_every_door(server: ServerProgram, ann, bob):
    ann.join()
    bob.join()
    follow(bob)

    with LinePeer(server.port) as guest:
        guest.register()
        ann.leave()
        assert guest.line() == "ann has disconnected."
    left = bob.hear_any(
        lambda r: isinstance(r, records.Roster) and records.AWAY in [p.presence for p in r.people]
    )
    assert isinstance(left, records.Roster)
    assert left.people[0].person == id_of(ann)


def test_4_7_the_server_closes(server: ServerProgram, ann):
    ann.join()
    server.process.send_signal(signal.SIGTERM)
    assert ann.closing_code() == 18
    assert server.wait() == 0


def test_4_7_full(serve):
    """'The last 20 % of --max-clients places are kept for people the server knows.'"""
    server = serve("--max-clients", "1")
    with NativePeer(server.port, ANN, "ann") as ann, NativePeer(server.port, BOB, "bob") as bob:
        ann.join()
        assert bob.closing_code() == 19


def test_4_7_kicked(tmp_path: Path):
    words = ("-m", "chatserver", "-p", "0", "--no-announce", "--data", str(tmp_path))
    with Console(sys.executable, *words) as console:
        found = re.search(r"UDP port (\d+)", console.read_until("quit here."))
        assert found is not None
        with NativePeer(int(found.group(1)), ANN, "ann") as ann:
            ann.join()
            console.type("kick ann\n")
            assert ann.closing_code() == 17
        console.type("quit\n")
        assert console.wait() == 0


def test_4_7_banned_and_4_4_welcome(tmp_path: Path):
    words = ("-m", "chatserver", "-p", "0", "--no-announce", "--data", str(tmp_path))
    with Console(sys.executable, *words) as console:
        found = re.search(r"UDP port (\d+)", console.read_until("quit here."))
        assert found is not None
        port = int(found.group(1))
        console.type("welcome tea at four\n")
        console.read_until("reads it")
        with NativePeer(port, ANN, "ann") as ann:
            ann.join()
            assert ann.hear(records.Notice) == records.Notice("tea at four")
            console.type("ban ann\n")
            assert ann.closing_code() == 17
        with NativePeer(port, ANN, "another-name") as again:
            assert again.closing_code() == 17
        console.type("quit\n")
        assert console.wait() == 0
