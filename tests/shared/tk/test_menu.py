import tkinter as tk

from shared.tk.menu import Menu, pop_up
from shared.tk.palette import DARK
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


def test_entries_have_room_around_them_and_one_is_checked(root: tk.Tk, theme: Theme) -> None:
    menu = Menu(root, DARK, theme.fonts.body, has_marks=True)
    plain = tk.Menu(root, tearoff=False, font=theme.fonts.body)
    menu.add_text("Pause guests", print, is_checked=True)
    menu.add_text("Start at login", print, is_enabled=False)
    for text in ("Pause guests", "Start at login"):
        plain.add_command(label=text)
    for one in (menu, plain):
        one.update_idletasks()
    line = theme.fonts.body.metrics("linespace")
    assert menu.winfo_reqheight() >= plain.winfo_reqheight() + line
    assert menu.winfo_reqwidth() >= plain.winfo_reqwidth() + line
    assert [menu.is_checked(number) for number in (0, 1)] == [True, False]
    assert menu.entrycget(1, "state") == "disabled"


def test_its_images_go_with_it(root: tk.Tk, theme: Theme) -> None:
    before = root.image_names()
    menu = Menu(root, DARK, theme.fonts.body)
    assert len(root.image_names()) == len(before) + 2
    menu.destroy()
    assert root.image_names() == before
