import tkinter as tk

from chatgui.app.choice import Problem
from chatgui.tk.problem_line import ProblemLine
from shared.tk.theme import Theme


def test_it_is_there_while_something_is_wrong(root: tk.Tk, theme: Theme) -> None:
    mended: list[str] = []
    line = ProblemLine(root, theme, 440, lambda: mended.append("mended"))
    line.grid()
    line.show(Problem("It is full."))
    assert str(line.text["text"]) == "It is full."
    assert not line.button.winfo_manager()
    line.show(Problem("It is another.", "trust", "Trust it"))
    assert line.button.winfo_manager()
    line.button.invoke()
    assert mended == ["mended"]
    line.show(None)
    assert not line.winfo_manager()
