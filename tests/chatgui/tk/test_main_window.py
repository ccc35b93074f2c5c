"""The main window over a real chat, whose history is in memory and whose link is a list."""

import tkinter as tk

from chatgui.app.messages import (
    Ended,
    HistoryChanged,
    HolderShown,
    HoldersReceived,
    Quit,
    Say,
    Seen,
)
from chatgui.app.words import window as words
from chatgui.tk.main_window import LEAST_SIZE
from shared.dialects.native.records import READ
from tests.chatgui.tk.test_header import texts
from tests.support.guard import assert_guarded
from tests.support.scene import BOB, CAROL, ERIN, FRANK
from tests.support.stage import Stage


def test_it_shows_what_the_chat_knows(stage: Stage) -> None:
    stage.open("bob, carol, dave")
    stage.wait(lambda: "Half past is fine." in stage.messages())
    shown = texts(stage.window.header)
    assert shown[0] == "bob, carol, dave"
    assert stage.chat.header.warning in shown
    assert [chip.name for chip in stage.chat.recipients] == ["bob", "carol", "dave"]
    assert str(stage.window.foot.send_button.cget("text")) == stage.chat.send_button.text
    assert stage.root.title() == stage.chat.title


def test_an_empty_pane_says_what_to_do(stage: Stage) -> None:
    stage.wait(lambda: texts(stage.window.pane) == [words.NOTHING_OPEN])
    stage.window.do(lambda: stage.chat.open_person(FRANK))
    stage.wait(lambda: texts(stage.window.pane) == [])
    assert words.NOTHING_SAID in stage.messages()


def test_a_message_is_written_and_sent_by_enter(stage: Stage) -> None:
    stage.open("alice")
    stage.write("at three then")
    stage.press("Return")
    said = stage.desk.of(Say)
    assert [(intent.text, len(intent.to)) for intent in said] == [("at three then", 1)]
    assert stage.window.foot.composer.get() == ""


def test_keys_that_come_at_once_are_all_sent(stage: Stage) -> None:
    """On a busy computer Enter is there before Tk tells of the letters."""
    stage.open("alice")
    stage.entry.insert("end", "found you")
    stage.entry.event_generate("<Return>")
    assert [intent.text for intent in stage.desk.of(Say)] == ["found you"]


def test_what_was_just_typed_outlives_a_drawing_and_stays_with_its_conversation(
    stage: Stage,
) -> None:
    stage.open("alice")
    stage.entry.insert("end", "not finis")
    stage.desk.chat.hear(HistoryChanged(()))
    stage.settle()
    assert stage.window.foot.composer.get() == "not finis"
    stage.entry.insert("end", "hed")
    stage.open("Everyone")
    assert stage.window.foot.composer.get() == ""
    stage.open("alice")
    assert stage.window.foot.composer.get() == "not finished"


def test_what_is_being_written_moves_with_the_selection_and_stays_with_the_conversation(
    stage: Stage,
) -> None:
    stage.open("alice")
    stage.write("both of you")
    stage.window.do(lambda: stage.chat.check([ERIN], True))
    stage.settle()
    assert stage.window.foot.composer.get() == "both of you"
    stage.open("bob, carol, dave")
    assert stage.window.foot.composer.get() == ""
    stage.window.do(lambda: stage.chat.open_person(BOB))
    assert stage.window.foot.composer.get() == ""


def test_removing_a_chip_takes_that_person_away(stage: Stage) -> None:
    stage.open("bob, carol, dave")
    stage.focus(stage.window.foot.chips)
    stage.press("Right", "Delete")
    assert [chip.name for chip in stage.chat.recipients] == ["bob", "dave"]
    assert stage.chat.header.title == "bob, dave"
    assert CAROL not in {chip.person for chip in stage.chat.recipients}


def test_all_recipients_are_named_when_it_is_asked_for(stage: Stage) -> None:
    stage.open("bob, carol, dave")
    stage.window.doors.recipients()
    dialog = stage.root.winfo_children()[-1]
    stage.wait(lambda: "bob, carol, dave" in texts(dialog))


def click(widget: tk.Misc, x: int, y: int) -> None:
    widget.event_generate("<Button-1>", x=x, y=y)
    widget.event_generate("<ButtonRelease-1>", x=x, y=y)


def test_a_click_on_send_takes_what_was_just_typed_and_leads_back_to_the_entry(
    stage: Stage,
) -> None:
    """The button is off until Tk tells of the letters, and on a busy computer the click is there
    before."""
    stage.open("alice")
    button = stage.window.foot.send_button
    stage.wait(button.winfo_viewable)
    assert button.instate(["disabled"])
    stage.entry.insert("end", "found you")
    click(button, 5, 5)
    assert [intent.text for intent in stage.desk.of(Say)] == ["found you"]
    assert stage.root.focus_get() is stage.entry
    assert button.instate(["disabled"])


def test_a_click_on_a_cross_leads_back_to_the_entry(stage: Stage) -> None:
    stage.open("bob, carol, dave")
    chips = stage.window.foot.chips
    stage.focus(stage.window.left.list.canvas)
    end = chips._placed[1].x + chips._placed[1].width - 8
    click(chips, end, chips.winfo_reqheight() // 2)
    assert [chip.name for chip in stage.chat.recipients] == ["bob", "dave"]
    assert stage.root.focus_get() is stage.entry


def test_many_people_are_asked_about_first(stage: Stage) -> None:
    from chatgui.app.messages import PeopleChanged, Person
    from shared.dialects.native.records import HERE, NATIVE

    crowd = tuple(Person(100 + n, f"p{n:03}", NATIVE, HERE, 0) for n in range(15))
    stage.chat.hear(PeopleChanged(crowd, False))
    stage.window.do(lambda: stage.chat.check([person.id for person in crowd], True))
    stage.write("hello all of you")
    stage.press("Return")
    assert stage.desk.of(Say) == []
    dialog = stage.root.winfo_children()[-1]
    assert isinstance(dialog, tk.Toplevel)
    stage.wait(dialog.winfo_viewable)
    stage.wait(lambda: str(stage.root.focus_get()).startswith(f"{dialog}."))
    stage.press("Return")
    assert [len(intent.to) for intent in stage.desk.of(Say)] == [15]


def test_the_buttons(stage: Stage) -> None:
    stage.open("alice")
    listing, _, leave = stage.window.foot.buttons
    listing.focus_set()
    listing.invoke()
    stage.settle()
    stage.wait(lambda: "Here now" in stage.messages())
    assert stage.root.focus_get() is stage.entry
    leave.invoke()
    assert stage.left == [True]
    assert stage.desk.of(Quit) == [], "leaving is not the window's to decide"


def test_who_has_a_message_is_shown_and_followed(stage: Stage) -> None:
    mine = next(one for one in reversed(stage.desk.past.said) if one.is_own and one.position)
    stage.window.doors.board(mine.id)
    dialog = stage.root.winfo_children()[-1]
    stage.wait(dialog.winfo_viewable)
    stage.chat.hear(HoldersReceived(mine.position, (HolderShown("bob", READ, 0),)))
    stage.settle()
    assert "1 read" in texts(dialog)


def test_every_field_refuses_what_tk_cannot_hold(stage: Stage) -> None:
    stage.press("Control-f")
    stage.window.doors.settings()
    stage.window.doors.export()
    assert assert_guarded(stage.root) == 4


def test_what_is_wrong_stands_below_until_it_is_closed_and_leads_back_to_the_entry(
    stage: Stage,
) -> None:
    banner = stage.window.banner
    stage.window.say("Parley made a mistake of its own.")
    stage.wait(lambda: texts(banner) == ["Parley made a mistake of its own."])
    stage.focus(stage.window.left.list.canvas)
    banner.close.invoke()
    stage.wait(lambda: not banner.winfo_ismapped())
    assert stage.root.focus_get() is stage.entry
    stage.chat.hear(Ended("kicked"))
    stage.settle()
    stage.wait(lambda: stage.chat.last_words in texts(banner))
    banner.buttons[0].invoke()
    assert stage.wishes == ["again"]


def test_at_its_least_size_everything_is_there(stage: Stage) -> None:
    stage.open("bob, carol, dave")
    width, height = (stage.window.theme.px(length) for length in LEAST_SIZE)
    stage.root.geometry(f"{width}x{height}")
    stage.wait(lambda: stage.root.winfo_width() == width and stage.root.winfo_height() == height)
    stage.settle()
    window = stage.window
    for widget in (window.header.search, window.foot.send_button, *window.foot.buttons):
        right = widget.winfo_rootx() + widget.winfo_width() - stage.root.winfo_rootx()
        below = widget.winfo_rooty() + widget.winfo_height() - stage.root.winfo_rooty()
        assert widget.winfo_ismapped()
        assert widget.winfo_width() >= widget.winfo_reqwidth()
        assert right <= width
        assert below <= height
    assert window.pane.winfo_height() > height // 4
    assert window.left.winfo_width() < width // 2


def test_its_place_is_kept_when_it_goes(stage: Stage) -> None:
    stage.root.geometry("800x600+30+40")
    stage.wait(lambda: stage.root.winfo_width() == 800)
    stage.window.hide()
    assert stage.kept[-1].place.startswith("800x600")
    stage.wait(lambda: not stage.root.winfo_viewable())
    stage.window.come_up()
    stage.wait(stage.root.winfo_viewable)


def test_what_is_in_view_is_seen_while_the_window_has_the_focus(stage: Stage) -> None:
    stage.open("bob, carol, dave")
    stage.wait(lambda: stage.desk.of(Seen))


def test_nothing_of_it_is_done_after_it_is_closed(stage: Stage) -> None:
    before = set(stage.root.tk.splitlist(stage.root.tk.call("after", "info")))
    stage.entry.event_generate("<FocusOut>")
    stage.window.close()
    assert set(stage.root.tk.splitlist(stage.root.tk.call("after", "info"))) <= before


def test_a_long_draft_leaves_room_for_the_rest_of_a_small_window(stage: Stage) -> None:
    stage.window.theme.resize(20)
    stage.root.wm_geometry("960x630")
    stage.wait(lambda: stage.root.winfo_height() <= 640)
    stage.write("one\n" * 9)
    stage.settle()
    assert stage.window.foot.composer.winfo_height() < 0.35 * stage.root.winfo_height()
    button = stage.window.foot.send_button
    assert button.winfo_rooty() + button.winfo_height() < (
        stage.root.winfo_rooty() + stage.root.winfo_height()
    )
