from chatgui.app.conversations import EVERYONE, Conversations
from chatgui.app.messages import Intent, KeepDraft, Mute
from chatgui.app.people import People
from chatgui.archive.items import conversation_of
from tests.support.office import BOB, CAROL, DAVE, GUEST, NAMES, NOON, everybody, person
from tests.support.past import ME, Past


def listed(past: Past, posted: list[Intent] | None = None) -> Conversations:
    people = People(lambda _: None, ME)
    people.change((*everybody().people, *map(person, range(50, 60))), True)
    conversations = Conversations(people, (posted if posted is not None else []).append)
    conversations.reread(past)
    return conversations


def test_everyone_stands_above_and_then_the_newest():
    past = Past(NAMES)
    past.say(BOB, "one\nline", at_ms=NOON)
    past.own("mine", (CAROL,), at_ms=NOON)
    past.say(DAVE, "to us", (ME, BOB), at_ms=NOON)
    rows = listed(past).rows("", None, NOON)
    assert [(r.title, r.last, r.time, r.unread) for r in rows] == [
        ("Everyone", "", "", ""),
        ("bob, dave", "dave: to us", "12:00", "1"),
        ("carol", "You: mine", "12:00", ""),
        ("bob", "one / line", "12:00", "1"),
    ]
    assert [len(r.faces) for r in rows] == [0, 2, 1, 1]


def test_titles():
    conversations = listed(Past(NAMES))
    assert conversations.title(()) == "You"
    assert conversations.title((0,)) == "Everyone"
    assert conversations.title((DAVE, BOB, CAROL, GUEST)) == "bob, carol, dave, xyz"
    many = conversations.title((DAVE, BOB, CAROL, GUEST, *range(50, 53)))
    assert many == "bob, carol, dave and 4 others"


def test_a_row_names_two_of_many_and_counts_the_others():
    past = Past(NAMES)
    past.own("hi", (DAVE, BOB, CAROL, GUEST, *range(50, 53)), at_ms=NOON)
    past.own("hi", (DAVE, BOB, CAROL, GUEST), at_ms=NOON)
    titles = [row.title for row in listed(past).rows("", None, NOON)]
    assert titles == ["Everyone", "bob, carol, dave, xyz", "bob, carol +5"]


def test_the_filter_looks_at_titles_and_everybody_in_them():
    past = Past(NAMES)
    past.say(BOB, "hi")
    past.say(CAROL, "hi")
    conversations = listed(past)
    assert [row.title for row in conversations.rows("CAR", None, NOON)] == ["carol"]
    assert [row.title for row in conversations.rows("every", None, NOON)] == ["Everyone"]


def test_unread_is_counted_up_to_where_it_does_not_matter_any_more():
    past = Past(NAMES)
    for _ in range(1000):
        past.say(BOB, "hi")
    conversations = listed(past)
    row = conversations.rows("", None, NOON)[1]
    assert row.unread == "999+"
    assert conversations.unread == 1000
    conversations.mute(row.conversation, True)
    assert conversations.unread == 0


def test_what_is_done_here_is_true_before_the_history_knows():
    past, posted = Past(NAMES), []
    message = past.say(BOB, "hi")
    conversations = listed(past, posted)
    conversations.mute(message.conversation, True)
    conversations.write(b"new", (BOB, CAROL), "draft")
    conversations.keep()
    conversations.keep()
    conversations.reread(past)
    assert conversations.is_muted(message.conversation)
    rows = conversations.rows("", None, NOON)
    assert [(r.title, r.last) for r in rows if r.has_draft] == [("bob, carol", "Draft: draft")]
    assert len(conversations.rows("", b"new", NOON)) == 2, "the open set was never used"
    assert posted == [Mute(message.conversation, True), KeepDraft(b"new", (BOB, CAROL), "draft")]
    conversations.write(b"new", (BOB, CAROL), "")
    assert len(conversations.rows("", None, NOON)) == 2


def test_a_draft_of_the_history_is_shown_and_an_empty_muted_one_is_not():
    past = Past(NAMES)
    past.drafts[b"d"] = ((BOB,), "kept")
    past.mutes.add(b"m")
    conversations = listed(past)
    assert conversations.draft(b"d") == "kept"
    assert [row.title for row in conversations.rows("", None, NOON)] == ["Everyone", "bob"]
    past.say(BOB, "hi")
    conversations.reread(past)
    opened = conversation_of(ME, (BOB,))
    conversations.write(opened, (BOB,), "new")
    rows = conversations.rows("", opened, NOON)
    assert [row.has_draft for row in rows if row.is_open] == [False], "it stands in the entry"


def test_the_same_people_elsewhere():
    past = Past(NAMES)
    alone = past.say(BOB, "hi")
    past.say(CAROL, "all", (ME, BOB, DAVE), at_ms=NOON)
    past.say(CAROL, "not bob", (ME, DAVE), at_ms=NOON)
    past.say(CAROL, "everyone", (0,), at_ms=NOON)
    (also,) = listed(past).also(alone.conversation, frozenset({BOB}))
    assert (also.names, also.at_ms) == ("carol, dave", NOON)
    assert listed(past).also(EVERYONE, frozenset()) == []


def test_the_next_unread_one_turns_around():
    past = Past(NAMES)
    keys = [past.say(sender, "hi").conversation for sender in (BOB, CAROL, DAVE)]
    past.say(BOB, "hi", (0,))
    conversations = listed(past)
    order = [EVERYONE, *reversed(keys)]
    conversations.mute(keys[1], True)
    assert conversations.next_unread(None, 1) == EVERYONE
    assert conversations.next_unread(EVERYONE, 1) == order[1]
    assert conversations.next_unread(order[1], 1) == order[3]
    assert conversations.next_unread(order[3], 1) == EVERYONE
    assert conversations.next_unread(EVERYONE, -1) == order[3]
    assert conversations.next_unread(None, -1) == order[3]
    past.seen = dict.fromkeys(order, 99)
    conversations.reread(past)
    assert conversations.next_unread(None, 1) is None
