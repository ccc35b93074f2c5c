import tkinter as tk

import pytest

from chatgui.app.rows import Header
from chatgui.tk.header import HeaderBar
from shared.tk.theme import Theme
from tests.support.windows import Wait

LONG = "bob, carol, dave, erin, frank, grace, heidi, ivan, judy and 112 others"


@pytest.fixture
def header(root: tk.Tk, theme: Theme, wait: Wait) -> HeaderBar:
    root.geometry("500x200")
    bar = HeaderBar(root, theme, lambda: root.event_generate("<<Searched>>"), lambda: None)
    bar.pack(fill="x")
    wait(root.winfo_viewable)
    wait(lambda: bar.winfo_width() == 500)
    return bar


def texts(widget: tk.Misc) -> list[str]:
    """Of labels that are on the screen, in the order of Tab; what waits to be placed is there, too,
    for Tk places one frame after the other."""
    widget.update_idletasks()
    return _shown(widget)


def _shown(widget: tk.Misc) -> list[str]:
    own = [str(widget.cget("text"))] if widget.winfo_class() == "TLabel" else []
    inner = [text for child in widget.winfo_children() for text in _shown(child)]
    return [text for text in (*own, *inner) if text and widget.winfo_ismapped()]


def test_it_says_who_hears_it_and_who_in_clear(header: HeaderBar, wait: Wait) -> None:
    header.show(Header("bob, carol", "3 people, 2 here now", "1 guest: not encrypted"))
    wait(lambda: "1 guest: not encrypted" in texts(header))
    assert texts(header)[:2] == ["bob, carol", "3 people, 2 here now"]
    header.show(Header("carol", "here", ""))
    wait(lambda: texts(header) == ["carol", "here"])


def test_a_long_title_is_cut_and_pushes_nothing_out(header: HeaderBar, wait: Wait) -> None:
    header.show(Header(LONG, "121 people, 3 here now", "2 guests: not encrypted"))
    wait(lambda: any(text.endswith("…") for text in texts(header)))
    right = header.search.winfo_rootx() + header.search.winfo_width()
    assert header.search.winfo_ismapped()
    assert right <= header.winfo_rootx() + header.winfo_width()
    assert any(text.startswith("2 guests") for text in texts(header))


def test_the_title_has_room_before_the_warning(
    header: HeaderBar, root: tk.Tk, theme: Theme, wait: Wait
) -> None:
    """Of which the sign remains, and the whole under the pointer."""
    root.geometry("360x200")
    wait(lambda: header.winfo_width() == 360)
    header.show(Header("bob, carol", "2 people", "2 guests: in clear to them"))
    theme.resize(20)
    root.update()
    assert texts(header)[0].startswith("bob")
    assert not any(text.startswith("2 guests") for text in texts(header))


def test_the_search_button_searches(header: HeaderBar, root: tk.Tk) -> None:
    searched: list[object] = []
    root.bind("<<Searched>>", searched.append)
    header.search.invoke()
    assert len(searched) == 1
