"""The start dialog: what is shown, and everything by keyboard."""

import tkinter as tk
from collections.abc import Iterator

import pytest

from chatgui.app.choice import Field
from chatgui.app.messages import Ended, NoAnswerYet
from chatgui.app.nearby import ServerRow
from chatgui.app.starting import Starting
from chatgui.tk.start_dialog import StartDialog
from shared.tk.theme import Theme
from tests.support.dialogs import texts_of_list
from tests.support.guard import assert_guarded
from tests.support.windows import Wait

NEARBY = (
    ServerRow("192.168.7.9:15000", "Front desk", "192.168.7.9 · 12 people", id=b"f" * 15),
    ServerRow("192.168.7.8:15000", "Lab", "192.168.7.8 · 1 person", id=b"l" * 15),
)


def text_of(canvas: tk.Canvas, item: int) -> str:
    is_text = canvas.type(item) == "text"
    return str(canvas.itemcget(item, "text")) if is_text else ""


class Stage:
    """A dialog of somebody; what they wanted is in `done`."""

    def __init__(self, root: tk.Tk, theme: Theme, wait: Wait, starting: Starting) -> None:
        self.root, self.wait, self.starting = root, wait, starting
        self.done: list[str] = []
        root.withdraw()
        self.dialog = StartDialog(
            root,
            theme,
            starting,
            join=lambda: self.do("join", starting.join),
            take_way=lambda which: self.do(f"mend {which}", lambda: starting.take_way(which)),
            back=lambda: self.do("back", starting.back),
            leave=lambda: self.do("leave", lambda: None),
            search=lambda: self.do("search", lambda: None),
            start=lambda: self.do("start", starting.start),
            examine=lambda: self.do("examine", lambda: None),
        )
        self.dialog.show()
        wait(self.dialog.winfo_viewable)
        wait(lambda: str(self.focus()).startswith(f"{self.dialog}."))

    def do(self, word: str, act) -> None:
        self.done.append(word)
        act()
        self.dialog.draw()

    def focus(self) -> tk.Misc | None:
        return self.root.focus_get()

    def press(self, key: str) -> None:
        focus = self.focus()
        assert focus is not None
        focus.event_generate(key)
        self.root.update()


@pytest.fixture
def stage(root: tk.Tk, theme: Theme, wait: Wait) -> Iterator[Stage]:
    starting = Starting(["ann", "bob"], recent=["desk:15000", "lab:15000"])
    made = Stage(root, theme, wait, starting)
    yield made
    made.dialog.destroy()


def shown(stage: Stage, which: Field) -> str:
    line = stage.dialog.server_problem if which == "server" else stage.dialog.name_problem
    return str(line.text["text"]) if line.winfo_manager() else ""


def test_who_was_here_before_presses_one_key(stage: Stage) -> None:
    assert stage.dialog.name.get() == "ann"
    assert stage.dialog.server.get() == "desk:15000"
    assert stage.focus() is stage.dialog.list.canvas
    stage.press("<Return>")
    assert stage.done == ["join"]
    assert stage.dialog.join.instate(["disabled"])
    assert str(stage.dialog.leave["text"]) == "Back"
    stage.press("<Escape>")
    assert stage.done == ["join", "back"]
    assert stage.dialog.join.instate(["!disabled"])
    stage.press("<Escape>")
    assert stage.done[-1] == "leave"


def test_arrows_choose_another_server(stage: Stage) -> None:
    stage.press("<Down>")
    assert stage.dialog.server.get() == stage.starting.server == "lab:15000"
    stage.press("<Down>")
    assert stage.starting.server == "lab:15000"
    stage.press("<Up>")
    assert stage.starting.server == "desk:15000"


def test_the_keyboard_goes_round(stage: Stage) -> None:
    dialog = stage.dialog
    order = [dialog.list.canvas, dialog.start, dialog.examine, dialog.server.entry, dialog.name]
    for widget in [*order, dialog.once, dialog.leave, dialog.join, dialog.servers.search, order[0]]:
        stage.wait(lambda widget=widget: stage.focus() is widget)
        stage.press("<Tab>")


def test_what_is_typed_is_known(stage: Stage) -> None:
    dialog = stage.dialog
    dialog.server.entry.focus_set()
    stage.wait(lambda: stage.focus() is dialog.server.entry)
    dialog.server.set("chat.example")
    dialog.name.delete(0, "end")
    dialog.name.insert("end", "eve")
    dialog.once.invoke()
    starting = stage.starting
    assert (starting.server, starting.name, starting.is_once) == ("chat.example", "eve", True)
    stage.press("<Return>")
    assert stage.done == ["join"]


def test_what_is_wrong_stands_beside_its_field_and_can_be_mended(stage: Stage) -> None:
    dialog = stage.dialog
    assert shown(stage, "name") == shown(stage, "server") == ""
    dialog.name.delete(0, "end")
    dialog.name.insert("end", "a b")
    stage.root.update()
    assert "cannot be a name" in shown(stage, "name")
    assert dialog.name.instate(["invalid"])
    dialog.name_problem.button.invoke()
    assert dialog.name.get() == "a-b"
    assert stage.done == ["mend name"]
    assert shown(stage, "name") == ""


def test_a_refusal_comes_back_with_the_fields_as_they_were(stage: Stage) -> None:
    stage.press("<Return>")
    stage.starting.hear(NoAnswerYet())
    stage.dialog.draw()
    assert "No Parley server answers" in shown(stage, "server")
    assert stage.dialog.server_problem.button.winfo_manager()
    stage.starting.hear(Ended("full"))
    stage.dialog.draw()
    assert "is full" in shown(stage, "server")
    assert not stage.dialog.server_problem.button.winfo_manager()
    assert (stage.dialog.name.get(), stage.dialog.server.get()) == ("ann", "desk:15000")


def test_its_fields_are_guarded(stage: Stage) -> None:
    assert assert_guarded(stage.dialog) == 2


def test_a_newcomer_begins_with_the_server(root: tk.Tk, theme: Theme, wait: Wait) -> None:
    stage = Stage(root, theme, wait, Starting((), name="ann"))
    assert stage.focus() is stage.dialog.server.entry
    assert assert_guarded(stage.dialog) == 2
    stage.dialog.destroy()


def test_what_is_found_is_chosen_with_one_click_and_joined_with_one_more(stage: Stage) -> None:
    stage.dialog.server.set("")
    stage.starting.find(NEARBY)
    stage.dialog.draw()
    canvas = stage.dialog.list.canvas
    stage.wait(lambda: "Front desk" in texts_of_list(stage.dialog.list))
    item = next(one for one in canvas.find_all() if text_of(canvas, one) == "Front desk")
    x, y = map(int, canvas.coords(item))
    canvas.event_generate("<Button-1>", x=x, y=y)
    canvas.event_generate("<ButtonRelease-1>", x=x, y=y)
    assert stage.dialog.server.get() == "192.168.7.9:15000"
    stage.dialog.join.invoke()
    assert stage.starting.doing == "Connecting to 192.168.7.9:15000"


def test_what_comes_in_moves_neither_focus_nor_choice_nor_anything_else(stage: Stage) -> None:
    dialog = stage.dialog
    dialog.server.entry.focus_set()
    stage.wait(lambda: stage.focus() is dialog.server.entry)
    dialog.server.set("la")
    stage.root.update()
    before = dialog.server.winfo_rooty(), dialog.join.winfo_rooty()
    stage.starting.find(NEARBY, is_searching=True)
    dialog.draw()
    stage.root.update()
    assert stage.focus() is dialog.server.entry
    assert dialog.server.get() == stage.starting.server == "la"
    assert (dialog.server.winfo_rooty(), dialog.join.winfo_rooty()) == before


def test_arrows_go_from_what_is_found_to_what_was_before(stage: Stage) -> None:
    stage.starting.find(NEARBY)
    stage.dialog.draw()
    stage.press("<Up>")
    assert stage.starting.server == "192.168.7.8:15000"
    stage.press("<Up>")
    assert stage.starting.server == "192.168.7.9:15000"
    stage.press("<Down>")
    stage.press("<Down>")
    assert stage.starting.server == "desk:15000"


def test_several_servers_are_warned_of(stage: Stage) -> None:
    stage.starting.find(NEARBY, "", "Two servers are running here: ask which one is meant.")
    stage.dialog.draw()
    assert "Two servers" in str(stage.dialog.servers.warning.text["text"])
    assert stage.dialog.servers.warning.winfo_manager()
    stage.starting.find(NEARBY[:1])
    stage.dialog.draw()
    assert not stage.dialog.servers.warning.winfo_manager()


def test_search_server_and_doctor_are_a_key_or_a_click_away(stage: Stage) -> None:
    stage.press("<F5>")
    stage.dialog.servers.search.invoke()
    stage.dialog.examine.invoke()
    stage.dialog.start.invoke()
    assert stage.done == ["search", "search", "examine", "start"]
    assert stage.dialog.start.instate(["disabled"])
    assert str(stage.dialog.leave["text"]) == "Back"
    stage.press("<Escape>")
    assert stage.dialog.start.instate(["!disabled"])


def test_where_nothing_is_a_server_is_the_first_offer(
    root: tk.Tk, theme: Theme, wait: Wait
) -> None:
    stage = Stage(root, theme, wait, Starting((), name="ann"))
    dialog = stage.dialog
    stage.starting.find((), "Looking", is_searching=True)
    dialog.draw()
    assert str(dialog.servers.nothing["text"]) == "Looking"
    assert dialog.servers.search.instate(["disabled"])
    assert str(dialog.start["style"]) == "TButton"
    stage.starting.find((), "None")
    dialog.draw()
    assert str(dialog.start["style"]) == "Primary.TButton"
    assert str(dialog.join["style"]) == "TButton"
    dialog.server.set("desk")
    stage.root.update()
    assert str(dialog.join["style"]) == "Primary.TButton"
    stage.starting.find(NEARBY)
    dialog.draw()
    assert not dialog.servers.nothing.winfo_manager()
    dialog.destroy()
