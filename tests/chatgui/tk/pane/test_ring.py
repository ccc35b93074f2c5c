import tkinter as tk

from chatgui.tk.pane.ring import Box, Ring
from shared.tk.theme import Theme


def test_four_strips_around_the_box_or_none(root: tk.Tk, theme: Theme):
    root.geometry("300x300")
    ring = Ring(root, theme)
    ring.show(Box(50, 60, 100, 40))
    root.update()
    strips = [c for c in root.winfo_children() if c.winfo_ismapped()]
    assert len(strips) == 4
    assert min(s.winfo_x() for s in strips) < 50
    assert max(s.winfo_x() + s.winfo_width() for s in strips) > 150
    assert min(s.winfo_y() for s in strips) < 60
    assert max(s.winfo_y() + s.winfo_height() for s in strips) > 100
    ring.show(None)
    root.update()
    assert not [c for c in root.winfo_children() if c.winfo_ismapped()]
