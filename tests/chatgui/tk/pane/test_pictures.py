import tkinter as tk

from tests.support.pane_rows import Told, message, messages
from tests.support.windows import Wait


def test_faces_are_made_when_they_come_into_view_and_go_with_their_row(told: Told, root: tk.Tk):
    told.pane.show([message(n, initials=f"{n:02}") for n in range(200)])
    root.update()
    text = told.pane.text
    assert 2 < len(text.window_names()) < 100  # some 15, a busy computer draws in between
    told.pane.show(messages(100, 101))
    root.update()
    left = [c for c in text.tk.splitlist(text.tk.call("winfo", "children", text)) if "face" in c]
    assert len(left) == len(text.window_names()) <= 1


def test_initials_are_text_whatever_they_are(told: Told, root: tk.Tk):
    names = ["[x", "$a", "{}", '"', "日本", "\\;"]
    told.pane.show([message(n, "hi", initials=name) for n, name in enumerate(names)])
    root.update()
    faces = told.pane.text.window_names()
    assert {str(root.tk.call(face, "cget", "-text")) for face in faces} == set(names)


def test_the_wheel_turns_over_a_face_too(told: Told, root: tk.Tk, wait: Wait):
    told.pane.show(messages(0, 60))
    wait(lambda: told.pane._turn is None and told.pane.is_at_end())
    face = told.pane.text.window_names()[0]
    if root.tk.call("tk", "windowingsystem") == "x11":
        root.tk.call("event", "generate", face, "<Button-4>")
    else:
        root.tk.call("event", "generate", face, "<MouseWheel>", "-delta", "120")
    root.update()
    assert not told.pane.is_at_end()
