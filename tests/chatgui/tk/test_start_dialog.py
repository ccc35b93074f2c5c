"""The start dialog: what is shown, and everything by keyboard."""

import tkinter as tk
from collections.abc import Iterator

import pytest

from chatgui.app.messages import Ended, NoAnswerYet
from chatgui.app.starting import Field, Starting
from chatgui.tk.start_dialog import StartDialog
from shared.tk.theme import Theme
from tests.support.guard import assert_guarded
from tests.support.windows import Wait


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
    order = [dialog.list.canvas, dialog.server.entry, dialog.name, dialog.once]
    for widget in [*order, dialog.leave, dialog.join, order[0]]:
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
    assert not stage.dialog.list.winfo_manager()
    assert assert_guarded(stage.dialog) == 2
    stage.dialog.destroy()
