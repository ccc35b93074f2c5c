import tkinter as tk

from shared.tk.menu import pop_up
from shared.tk.theme import Theme
from tests.support.windows import Wait


def test_what_is_chosen_is_done_and_the_menu_is_gone(root: tk.Tk, theme: Theme, wait: Wait) -> None:
    done: list[str] = []
    wait(root.winfo_viewable)
    entries = [("Open", lambda: done.append("open")), ("Mute", lambda: done.append("mute"))]
    menu = pop_up(theme, root, entries, root.winfo_rootx() + 5, root.winfo_rooty() + 5)
    wait(menu.winfo_viewable)
    assert [menu.entrycget(number, "label") for number in (0, 1)] == ["Open", "Mute"]
    menu.focus_force()
    for key in ("Down", "Down", "Return"):
        menu.event_generate(f"<{key}>")
    wait(lambda: not menu.winfo_exists())
    assert done == ["mute"]
