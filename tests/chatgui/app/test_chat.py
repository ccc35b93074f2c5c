from pathlib import Path

import pytest

from chatgui.app.chat import Chat
from chatgui.app.history import HistoryError
from chatgui.app.messages import (
    AskHolders,
    Ended,
    HistoryBegan,
    HistoryChanged,
    HistoryGrew,
    HolderShown,
    HoldersReceived,
    Joined,
    KeepDraft,
    LineMeasured,
    ListReceived,
    MoreHistory,
    Mute,
    NoticeReceived,
    NotSent,
    PeopleChanged,
    Quit,
    Say,
    Seen,
    StatusChanged,
    WaitingChanged,
)
from chatgui.app.rows import NewRow, NoteRow
from chatgui.app.settings import Settings
from shared.dialects.native.records import DELIVERED, GONE, WAITING
from tests.support.office import BOB, CAROL, GUEST, MINUTE, NAMES, NOON, make_desk, person
from tests.support.past import ME, Past


def notes(desk) -> list[str]:
    return [row.text for row in desk.chat.rows if isinstance(row, NoteRow)]


def test_it_begins_with_nobody_chosen_and_nothing_shown():
    desk = make_desk()
    chat = desk.chat
    assert [row.title for row in chat.conversations] == ["Everyone"]
    assert (chat.rows, chat.recipients, chat.title) == ((), (), "ada · Parley · Front desk")
    assert not chat.send_button.is_enabled
    assert chat.send_button.hint == "Choose people on the left"
    assert chat.send() is None
    assert not desk.posted


def test_everything_is_drawn_once_at_first_and_then_what_has_changed():
    desk = make_desk()
    assert desk.pass_ms(1000) == set()
    desk.chat.hear(WaitingChanged(1))
    assert desk.chat.take_changes() == {"status"}
    desk.come(desk.past.say(BOB, "hi"))
    assert desk.settle() == {"conversations", "title"}
    desk.chat.check([BOB], True)
    assert desk.chat.take_changes() == {"conversations", "people", "recipients", "pane", "place"}


def test_the_selection_is_the_conversation():
    desk = make_desk()
    first = desk.past.say(BOB, "to the two of you", (ME, CAROL))
    desk.past.say(BOB, "to you alone")
    desk.settle()
    desk.chat.check([CAROL], True)
    desk.chat.check([BOB], True)
    desk.chat.take_changes()
    assert desk.chat.conversation == first.conversation
    assert desk.texts == ["to the two of you"]
    assert [chip.name for chip in desk.chat.recipients] == ["carol", "bob"]
    assert desk.chat.header.title == "bob, carol"
    desk.chat.check([CAROL], False)
    desk.chat.take_changes()
    assert desk.texts == ["to you alone"]
    desk.chat.check([0], True)
    desk.chat.take_changes()
    assert [chip.name for chip in desk.chat.recipients] == ["Everyone"]


def test_where_nothing_was_said_yet_the_pane_says_so():
    desk = make_desk()
    desk.chat.check([BOB], True)
    desk.chat.take_changes()
    assert notes(desk) == ["Nothing was said here yet"]
    desk.past.say(BOB, "hi")
    desk.chat.hear(HistoryChanged((desk.chat.conversation,)))
    desk.settle()
    assert notes(desk) == []


def test_a_draft_moves_with_the_selection_and_stays_with_what_was_open():
    desk = make_desk()
    desk.past.say(BOB, "hi")
    desk.chat.hear(HistoryChanged((b"",)))
    desk.settle()
    bob = desk.chat.conversations[1].conversation
    desk.chat.open(bob)
    desk.chat.edit("half a")
    desk.chat.check([CAROL], True)
    assert "draft" not in desk.chat.take_changes()
    assert desk.chat.draft == "half a"
    desk.settle()
    two = desk.chat.conversation
    kept = {KeepDraft(bob, (BOB,), ""), KeepDraft(two, (BOB, CAROL), "half a")}
    assert set(desk.of(KeepDraft)) == kept
    desk.chat.open(b"")
    assert "draft" in desk.chat.take_changes()
    assert desk.chat.draft == ""
    row = next(row for row in desk.chat.conversations if row.conversation == two)
    assert row.has_draft
    assert row.last == "Draft: half a"
    desk.chat.open(two)
    desk.chat.take_changes()
    assert desk.chat.draft == "half a"


def test_what_was_written_in_two_places_that_become_one_is_all_there():
    desk = make_desk()
    desk.chat.edit("to nobody yet")
    desk.chat.open_person(BOB)
    desk.chat.take_changes()
    assert desk.chat.draft == "to nobody yet"
    desk.chat.open_person(CAROL)
    desk.chat.edit("to carol")
    desk.chat.check([BOB], True)
    desk.chat.check([CAROL], False)
    assert "draft" in desk.chat.take_changes()
    assert desk.chat.draft == "to nobody yet\nto carol"
    desk.chat.open_person(CAROL)
    desk.chat.take_changes()
    assert desk.chat.draft == ""


def test_a_draft_that_was_deleted_does_not_come_back_from_the_history():
    past = Past(NAMES)
    past.say(BOB, "hi")
    past.drafts[b""] = ((), "old")
    desk = make_desk(past)
    desk.chat.open(b"")
    desk.chat.take_changes()
    assert desk.chat.draft == "old"
    desk.chat.edit("")
    desk.chat.hear(HistoryChanged((b"",)))
    desk.settle()
    assert desk.chat.draft == ""


def test_what_is_said_goes_to_the_recipients_and_the_entry_is_empty():
    desk = make_desk()
    desk.chat.check([BOB, GUEST], True)
    desk.chat.edit("hi\n")
    desk.chat.take_changes()
    assert desk.chat.send_button.text == "Send to 2, not encrypted to 1"
    assert desk.chat.send() is None
    assert desk.of(Say) == [Say((BOB, GUEST), "hi")]
    assert "draft" in desk.chat.take_changes()
    assert desk.chat.draft == ""
    desk.chat.send()
    assert len(desk.of(Say)) == 1


def test_more_than_ten_people_are_asked_about_the_first_time():
    desk = make_desk()
    many = list(range(100, 112))
    desk.chat.hear(PeopleChanged(tuple(map(person, many)), False))
    desk.chat.check(many, True)
    desk.chat.edit("one")
    question = desk.chat.send()
    assert question is not None
    assert question.yes == "Send to 12"
    assert question.text == "Send this to 12 people: p00100, p00101, p00102 and 9 others?"
    assert desk.of(Say) == []
    desk.chat.send(is_sure=True)
    desk.chat.edit("two")
    assert desk.chat.send() is None
    desk.chat.check([100], False)
    desk.chat.edit("three")
    assert desk.chat.send() is not None
    assert len(desk.of(Say)) == 2


def test_what_is_too_long_is_not_sent_and_still_there():
    desk = make_desk()
    desk.chat.check([BOB], True)
    desk.chat.edit("ä" * 40_000)
    desk.chat.send()
    desk.chat.take_changes()
    assert desk.of(Say) == []
    assert "80000 bytes" in notes(desk)[0]
    assert desk.chat.draft


def test_it_opens_at_what_is_new_and_says_since_when():
    past = Past(NAMES)
    for number in range(1000):
        past.say(BOB, f"{number}", (0,), NOON - MINUTE)
    past.seen[b""] = 500
    desk = make_desk(past)
    desk.chat.open(b"")
    assert "place" in desk.chat.take_changes()
    rows = desk.chat.rows
    assert desk.chat.place == "new"
    at = next(i for i, row in enumerate(rows) if isinstance(row, NewRow))
    assert rows[at + 1].text == "500"
    assert rows[at].text == "New since 11:59"
    assert desk.chat.new_below == "500 new"
    assert not desk.chat.is_at_newest
    assert len(rows) <= 402


def test_what_is_in_view_is_seen_while_the_window_has_the_focus():
    past = Past(NAMES)
    for number in range(5):
        past.say(BOB, f"{number}", (0,))
    desk = make_desk(past)
    desk.chat.open(b"")
    desk.chat.take_changes()
    desk.look(desk.messages[0], desk.messages[2])
    assert desk.of(Seen) == []
    desk.chat.focus(True)
    assert desk.of(Seen) == [Seen(b"", 3)]
    desk.look(desk.messages[0], desk.messages[1])
    desk.look(desk.messages[0], desk.messages[4], True)
    assert desk.of(Seen) == [Seen(b"", 3), Seen(b"", 5)]


def test_paging_back_and_forth_keeps_a_window():
    past = Past(NAMES)
    for number in range(1000):
        past.say(BOB, f"{number}", (0,))
    past.seen[b""] = 1000
    desk = make_desk(past)
    desk.chat.open(b"")
    desk.chat.take_changes()
    assert (desk.texts[0], desk.texts[-1]) == ("800", "999")
    for _ in range(20):
        desk.look(desk.chat.rows[0], desk.chat.rows[10])
        assert len(desk.texts) <= 400
    assert (desk.texts[0], desk.texts[-1]) == ("0", "399")
    assert desk.of(MoreHistory)
    past.say(BOB, "1000", (0,))
    desk.chat.hear(HistoryChanged((b"",)))
    desk.settle()
    assert (desk.texts[0], desk.texts[-1]) == ("0", "399")
    assert desk.chat.new_below == "1 new"
    for _ in range(20):
        desk.look(desk.chat.rows[-10], desk.chat.rows[-1])
        assert len(desk.texts) <= 400
    assert desk.texts[-1] == "1000"
    assert desk.chat.is_at_newest
    desk.chat.go_to_newest()
    assert "place" in desk.chat.take_changes()
    assert desk.chat.place == ""


def test_older_ones_from_the_server_stand_above_and_new_ones_below():
    desk = make_desk()
    first = desk.past.say(BOB, "known", (0,))
    desk.chat.open(b"")
    desk.chat.take_changes()
    desk.look(desk.chat.rows[0], desk.chat.rows[-1], True)
    assert desk.of(MoreHistory) == [MoreHistory()]
    for number in range(150):
        desk.past.insert(number, desk.past.say(BOB, f"old {number}", (0,)))
    desk.past.say(BOB, "new", (0,))
    desk.chat.hear(HistoryChanged((b"",)))
    desk.chat.hear(HistoryGrew(150, False))
    desk.settle()
    assert desk.texts[-2:] == [first.text, "new"]
    assert desk.texts[-152:-2] == [f"old {number}" for number in range(150)]
    desk.look(desk.chat.rows[0], desk.chat.rows[-1], True)
    assert desk.of(MoreHistory) == [MoreHistory()]


def test_a_server_with_much_for_others_is_not_asked_without_end():
    desk = make_desk()
    desk.past.say(BOB, "known", (0,))
    desk.chat.open(b"")
    desk.chat.take_changes()
    for _ in range(10):
        desk.look(desk.chat.rows[0], desk.chat.rows[-1], True)
        desk.chat.hear(HistoryGrew(100, True))
        desk.settle()
    assert len(desk.of(MoreHistory)) == 3


def test_much_that_comes_is_read_now_and_then():
    desk = make_desk()
    desk.chat.open(b"")
    desk.settle()
    reads = desk.past.reads
    for number in range(1000):
        desk.come(desk.past.say(BOB, f"{number}", (0,)))
        desk.now_ms += 1
        desk.chat.take_changes()
    assert desk.past.reads - reads < 100
    due = desk.chat.due_ms()
    assert due is not None
    desk.now_ms += due
    desk.chat.take_changes()
    assert desk.texts[-1] == "999"
    desk.settle()
    assert desk.chat.due_ms() is None


def test_a_hit_is_shown_in_its_conversation():
    past = Past(NAMES)
    wanted = past.say(BOB, "the needle, here", at_ms=NOON)
    for number in range(500):
        past.say(BOB, f"{number}")
    past.say(CAROL, "hay")
    desk = make_desk(past)
    desk.chat.search("NEEDLE")
    assert "hits" in desk.chat.take_changes()
    (hit,) = desk.chat.hits
    assert (hit.title, hit.sender, hit.time) == ("bob", "bob", "12:00")
    assert [hit.text[a:b] for a, b in hit.marks] == ["needle"]
    key = desk.chat.jump(hit.id)
    assert {"place", "pane", "recipients"} <= desk.chat.take_changes()
    assert desk.chat.place == key == next(row.key for row in desk.messages if row.is_hit)
    assert [chip.name for chip in desk.chat.recipients] == ["bob"]
    assert desk.chat.conversation == wanted.conversation
    assert desk.chat.jump(12345) is None


def test_a_conversation_too_old_for_the_list_can_be_opened_and_has_a_name():
    past = Past(NAMES)
    old = past.say(BOB, "needle", (ME, CAROL))
    for sender in range(1000, 1400):
        past.say(sender, "hay")
    desk = make_desk(past)
    assert old.conversation not in [row.conversation for row in desk.chat.conversations]
    desk.chat.search("needle")
    assert [hit.title for hit in desk.chat.hits] == ["bob, carol"]
    desk.chat.open(old.conversation)
    desk.chat.take_changes()
    assert desk.texts == ["needle"]
    desk.chat.open(b"no such conversation")
    desk.chat.take_changes()
    assert desk.texts == ["needle"]


def test_the_board_tells_who_has_it_and_asks_again_when_that_changes():
    desk = make_desk()
    mine = desk.past.own("hi", (BOB, CAROL))
    desk.chat.hear(StatusChanged("connected"))
    desk.chat.ask_board(mine.id)
    assert "board" in desk.chat.take_changes()
    assert desk.chat.board is not None
    assert desk.chat.board.is_waiting
    people = (HolderShown("bob", DELIVERED, NOON), HolderShown("carol", WAITING, 0))
    desk.chat.hear(HoldersReceived(mine.position, people))
    desk.chat.take_changes()
    assert desk.chat.board.summary == "1 delivered, 1 waiting"
    assert [(h.name, h.time) for h in desk.chat.board.holders] == [("carol", ""), ("bob", "12:00")]
    desk.chat.close_board()
    assert "board" in desk.chat.take_changes()
    assert desk.chat.board is None
    assert desk.of(AskHolders) == [AskHolders(mine.position)]


def test_list_is_a_note_for_this_person_only():
    desk = make_desk()
    desk.chat.list_people()
    desk.chat.take_changes()
    assert notes(desk) == [
        "Here now:\nbob\nxyz, guest with netcat\nAway:\ncarol, since 11:59\ndave"
    ]
    assert desk.posted == []


def test_with_thousands_of_people_the_server_is_asked_for_the_list():
    desk = make_desk()
    desk.chat.hear(Joined("ada", ME, b"s", has_all=False))
    desk.chat.list_people()
    desk.chat.hear(ListReceived(("ada", "bob")))
    desk.chat.hear(ListReceived(("ada", "bob")))
    desk.chat.take_changes()
    assert notes(desk) == ["Here now:\nbob"]


def test_words_of_the_server_and_what_was_not_sent_stand_in_the_pane():
    desk = make_desk()
    desk.chat.hear(NoticeReceived("closing\u202e soon"))
    desk.chat.hear(NotSent("Not sent: no."))
    desk.chat.hear(HistoryBegan())
    desk.chat.take_changes()
    assert notes(desk)[:2] == ["The server says: closing soon", "Not sent: no."]
    assert desk.chat.status.trouble == "Not sent: no."
    desk.pass_ms(60_000)
    assert desk.chat.status.trouble == ""


def test_the_status_bar():
    desk = make_desk()
    assert desk.chat.status.text == "ada · Looking for Front desk"
    desk.chat.hear(StatusChanged("connected"))
    desk.chat.hear(LineMeasured(0.00123, 0.012))
    desk.chat.hear(WaitingChanged(3))
    desk.chat.take_changes()
    assert desk.chat.status.text == "ada · Front desk · 1.2 ms · 1 % lost"
    assert desk.chat.status.waiting == "3 waiting to be sent"
    assert desk.chat.status.is_well
    assert desk.chat.quit_words == "3 messages of yours wait and go at the next start."


def test_a_history_that_cannot_be_read_is_a_sentence_and_nothing_breaks():
    desk = make_desk()
    desk.past.say(BOB, "hi")
    desk.settle()
    desk.past.trouble = "The history cannot be read now."
    desk.chat.check([BOB], True)
    desk.chat.hear(HistoryChanged((b"",)))
    desk.settle()
    desk.chat.search("hi")
    assert desk.chat.export(Path("/nowhere/x"))() == desk.past.trouble
    desk.chat.take_changes()
    assert desk.chat.status.trouble == desk.past.trouble
    assert desk.chat.rows == ()
    assert [chip.name for chip in desk.chat.recipients] == ["bob"]
    desk.past.trouble = ""
    desk.chat.hear(HistoryChanged((desk.chat.conversation or b"",)))
    desk.settle()
    assert desk.texts == ["hi"]
    assert desk.chat.status.trouble == ""


def test_the_last_own_text_comes_back_from_wherever_it_stands():
    past = Past(NAMES)
    past.own("mine", (0,))
    for number in range(600):
        past.say(BOB, f"{number}", (0,))
    past.seen[b""] = 700
    desk = make_desk(past)
    assert desk.chat.recall() is None
    desk.chat.open(b"")
    assert desk.chat.recall() == "mine"
    desk.chat.check([BOB], True)
    assert desk.chat.recall() is None
    past.trouble = "The disk is gone."
    assert desk.chat.recall() is None


def test_while_the_server_is_away_nobody_is_shown_as_here():
    desk = make_desk()
    desk.chat.hear(StatusChanged("connected"))
    desk.chat.open(b"")
    desk.chat.take_changes()
    assert desk.chat.header.subtitle == "5 people, 3 here now"
    desk.chat.hear(StatusChanged("trying again"))
    assert {"people", "recipients"} <= desk.chat.take_changes()
    assert desk.chat.header.subtitle == "5 people, 2 here, as of 12:00"
    (bob,) = desk.chat.people(0, 1)
    assert (bob.note, bob.is_current) == ("here at 12:00", False)
    desk.chat.hear(StatusChanged("connected again"))
    desk.chat.take_changes()
    assert desk.chat.header.subtitle == "5 people, 3 here now"


def test_the_end():
    desk = make_desk()
    desk.chat.check([BOB], True)
    desk.chat.edit("hi")
    desk.chat.quit()
    assert isinstance(desk.posted[-2], KeepDraft)
    assert desk.posted[-1] == Quit()
    desk.chat.hear(NotSent("1 of your messages waits here and goes at the next start."))
    desk.chat.hear(Ended("quit"))
    assert "end" in desk.chat.take_changes()
    assert desk.chat.ended == "quit"
    assert desk.chat.last_words.endswith("goes at the next start.")
    assert not desk.chat.send_button.is_enabled
    desk.chat.send()
    assert desk.of(Say) == []


def test_unread_in_the_title_and_mute():
    desk = make_desk()
    bob = desk.past.say(BOB, "one").conversation
    desk.past.say(BOB, "two")
    desk.past.say(CAROL, "three")
    desk.chat.hear(HistoryChanged((bob,)))
    desk.settle()
    assert (desk.chat.title, desk.chat.unread) == ("(3) ada · Parley · Front desk", 3)
    desk.chat.mute(bob, True)
    desk.chat.take_changes()
    assert desk.of(Mute) == [Mute(bob, True)]
    assert (desk.chat.title, desk.chat.unread) == ("(1) ada · Parley · Front desk", 1)
    desk.chat.open_next_unread()
    desk.chat.take_changes()
    assert desk.chat.header.title == "carol"


def test_a_conversation_of_which_nothing_is_known_but_that_it_is_muted_is_not_opened():
    past = Past(NAMES)
    past.mutes.add(b"muted")
    desk = make_desk(past)
    desk.chat.open(b"muted")
    desk.chat.take_changes()
    assert desk.chat.recipients == ()
    note = desk.past.own("to myself", (ME,))
    desk.chat.open(note.conversation)
    desk.chat.take_changes()
    assert [chip.person for chip in desk.chat.recipients] == [ME]


def test_what_the_person_looks_at_is_not_announced():
    desk = make_desk(settings=Settings(makes_sound=True))
    desk.chat.open_person(BOB)
    desk.chat.focus(True)
    desk.come(desk.past.say(BOB, "seen"))
    assert desk.chat.take_notifications() == []
    desk.come(desk.past.say(CAROL, "not seen"))
    (told,) = desk.chat.take_notifications()
    assert (told.title, told.body, told.makes_sound) == ("carol", "not seen", True)
    desk.chat.focus(False)
    desk.now_ms += 5000
    desk.come(desk.past.say(BOB, "not seen either"))
    (told,) = desk.chat.take_notifications()
    assert told.title == "bob"


def test_what_comes_while_the_person_looks_does_not_count_as_unread():
    desk = make_desk()
    desk.chat.check([BOB], True)
    desk.chat.focus(True)
    desk.chat.take_changes()
    desk.come(desk.past.say(BOB, "hi"))
    desk.settle()
    assert (desk.chat.unread, desk.chat.conversations[1].unread) == (0, "")
    desk.chat.focus(False)
    assert {"conversations", "title"} <= desk.chat.take_changes()
    assert (desk.chat.unread, desk.chat.conversations[1].unread) == (1, "1")


def test_what_comes_while_the_person_is_elsewhere_is_new_when_they_are_back():
    desk = make_desk()
    desk.chat.check([BOB], True)
    desk.chat.focus(True)
    desk.past.seen[desk.chat.conversation] = desk.past.say(BOB, "seen").position
    desk.chat.focus(False)
    for text in ("one", "two"):
        desk.come(desk.past.say(BOB, text))
        desk.settle()
    desk.chat.focus(True)
    desk.settle()
    texts = [getattr(row, "text", "") for row in desk.chat.rows]
    assert [text.partition(" since")[0] for text in texts[1:]] == ["seen", "New", "one", "two"]


def test_before_anybody_was_told_of_nobody_is_gone():
    past, posted = Past(NAMES), []
    past.say(BOB, "hi")
    chat = Chat("ada", "desk", past, Settings(), posted.append, lambda: NOON, ME)
    chat.open(chat.conversations[1].conversation)
    chat.take_changes()
    assert (chat.header.title, chat.header.subtitle) == ("bob", "")
    assert [row.name for row in chat.people(0, 9)] == ["bob"], "he can be written to"


def test_who_is_struck_out_is_still_called_by_name():
    desk = make_desk()
    desk.past.say(BOB, "hi")
    desk.chat.hear(PeopleChanged((person(BOB, presence=GONE),), False))
    desk.chat.hear(HistoryChanged((b"",)))
    desk.settle()
    assert [row.name for row in desk.chat.people(0, 9)] == ["xyz", "carol", "dave"]
    assert desk.chat.conversations[1].title == "bob"


@pytest.mark.parametrize("call", ["find", "newest"])
def test_the_pretended_history_fails_as_the_real_one(call: str):
    past = Past(NAMES)
    past.trouble = "no"
    with pytest.raises(HistoryError):
        getattr(past, call)(1)
