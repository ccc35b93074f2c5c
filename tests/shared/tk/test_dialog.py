"""Dialogs: the keyboard, the focus, small screens."""

import tkinter as tk
from tkinter import ttk

import pytest
from msgspec import structs

from shared.tk.dialog import Dialog, ask
from shared.tk.fields import Entry
from shared.tk.question import Question
from shared.tk.theme import Theme
from tests.support.windows import Wait

QUESTION = Question("Send to 12 people?", "Send", "Do not send")


@pytest.fixture
def home(root: tk.Tk, theme: Theme, wait: Wait) -> ttk.Button:
    """What has the focus in the window behind."""
    root.geometry("600x400+300+200")
    button = ttk.Button(root, text="here")
    button.pack()
    wait(root.winfo_viewable)
    button.focus_force()
    wait(lambda: root.focus_get() is button)
    return button


def shown(dialog: Dialog, wait: Wait) -> None:
    wait(dialog.winfo_viewable)
    wait(lambda: str(dialog.focus_get()).startswith(f"{dialog}."))


@pytest.mark.parametrize(("key", "answer"), [("<Return>", True), ("<Escape>", False)])
def test_keys_answer_and_the_focus_goes_back(
    home: ttk.Button, theme: Theme, wait: Wait, key: str, answer: bool
):
    said: list[bool] = []
    faults: list[str] = []
    home.tk.createcommand("note", lambda *words: faults.append(words[0]))
    before = home.tk.call("interp", "bgerror", "")
    home.tk.call("interp", "bgerror", "", "note")
    dialog = ask(home, theme, QUESTION, said.append)
    shown(dialog, wait)
    dialog.focus_get().event_generate(key)
    wait(lambda: said)
    home.update()
    home.tk.call("interp", "bgerror", "", before)
    assert (said, faults) == ([answer], [])
    wait(lambda: home.focus_get() is home)
    assert not dialog.winfo_exists()


def test_return_does_not_lose_anything(home: ttk.Button, theme: Theme, wait: Wait):
    said: list[bool] = []
    dialog = ask(home, theme, structs.replace(QUESTION, is_grave=True), said.append)
    shown(dialog, wait)
    dialog.focus_get().event_generate("<Return>")
    wait(lambda: said)
    assert said == [False]


def test_closing_the_window_is_a_no(home: ttk.Button, theme: Theme, wait: Wait):
    said: list[bool] = []
    dialog = ask(home, theme, QUESTION, said.append)
    shown(dialog, wait)
    dialog.tk.eval(dialog.protocol("WM_DELETE_WINDOW"))
    assert said == [False]


def test_return_on_a_button_presses_that_one_only(home: ttk.Button, theme: Theme, wait: Wait):
    said: list[bool] = []
    dialog = ask(home, theme, QUESTION, said.append)
    shown(dialog, wait)
    no = dialog.foot.winfo_children()[0]
    no.focus_force()
    wait(lambda: dialog.focus_get() is no)
    no.event_generate("<Return>")
    assert said == [False]


def test_it_stands_over_its_parent_and_has_the_input(home: ttk.Button, theme: Theme, wait: Wait):
    dialog = ask(home, theme, QUESTION, lambda _: None)
    shown(dialog, wait)
    middle = dialog.winfo_rootx() + dialog.winfo_width() // 2
    assert abs(middle - (home.winfo_toplevel().winfo_rootx() + 300)) < 20
    wait(lambda: dialog.grab_status() == "local")
    dialog.close()


def test_what_does_not_fit_scrolls_to_the_focus(home: ttk.Button, theme: Theme, wait: Wait):
    dialog = Dialog(home, theme, "many")
    entries = [Entry(dialog.body) for _ in range(60)]
    for entry in entries:
        entry.pack()
    dialog.add_button("OK", dialog.close, is_default=True)
    dialog.open(entries[0])
    shown(dialog, wait)
    assert dialog.winfo_height() <= dialog.winfo_screenheight()
    last = entries[-1]
    last.focus_set()
    foot = dialog.foot
    wait(lambda: 0 < last.winfo_rooty() + last.winfo_height() <= foot.winfo_rooty() + 2)
    assert foot.winfo_rooty() + foot.winfo_height() <= dialog.winfo_screenheight()
    dialog.close()


def test_what_does_not_fit_is_read_by_pages(home: ttk.Button, theme: Theme, wait: Wait):
    dialog = Dialog(home, theme, "long")
    labels = [ttk.Label(dialog.body, text=str(number)) for number in range(100)]
    for label in labels:
        label.pack()
    button = dialog.add_button("OK", dialog.close, is_default=True)
    dialog.open()
    shown(dialog, wait)
    end = dialog.foot.winfo_rooty
    assert labels[-1].winfo_rooty() > end()
    for _ in range(4):
        button.event_generate("<Next>")
    wait(lambda: labels[-1].winfo_rooty() < end())
    for _ in range(4):
        button.event_generate("<Prior>")
    wait(lambda: labels[0].winfo_rooty() > dialog.winfo_rooty())
    dialog.close()


def test_it_grows_with_the_text(home: ttk.Button, theme: Theme, wait: Wait):
    dialog = ask(home, theme, QUESTION, lambda _: None)
    shown(dialog, wait)
    before = dialog.winfo_height()
    theme.resize(20)
    wait(lambda: dialog.winfo_height() > before + 20)
    dialog.close()
