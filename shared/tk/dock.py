"""The tray of small Linux panels, by XEmbed, with a menu of Tk's. All in Tk's thread."""

import threading
import tkinter as tk
from collections.abc import Callable
from typing import Final, Literal

from shared.desktop.tray.choice import Tray
from shared.desktop.tray.icon import rgba
from shared.desktop.tray.plug import News, Plug
from shared.desktop.tray.view import Item, View
from shared.tk import scaling
from shared.tk.palette import LIGHT
from shared.tk.pump import Pump

TIP_MS: Final = 500
GAP: Final = 6
"""Pixels between the icon and its tooltip."""

SETTLED_MS: Final = 300
"""Panels draw themselves anew some time after they have changed their size."""


def open_dock(
    root: tk.Misc, view: View, chosen: Callable[[str], object], lost: Callable[[], object]
) -> Tray | None:
    """None: there is no such tray. OSError: this is no X11 display."""
    dock = Dock(root, view, chosen, lost)
    if dock.is_shown:
        return dock
    dock.close()
    return None


def run_dock(
    view: View,
    chosen: Callable[[str], object],
    begin: Callable[[Tray], object],
    lost: Callable[[], object],
) -> Literal["closed", "none"]:
    """With a Tk of its own, until `close`."""
    try:
        root = tk.Tk(className="Parley")
    except tk.TclError:
        return "none"
    root.withdraw()
    scaling.scale(root)
    try:
        dock = Dock(root, view, chosen, lost, over=root.quit)
        if not dock.is_shown:
            dock.close()
            return "none"
        begin(dock)
        if not dock.is_closed:
            root.mainloop()
    except OSError:  # Xlib is not there
        return "none"
    finally:
        root.destroy()
    return "closed"


class Dock:
    """A `Tray`. `over`: called at the end, whoever has wished for it."""

    def __init__(
        self,
        root: tk.Misc,
        view: View,
        chosen: Callable[[str], object],
        lost: Callable[[], object],
        over: Callable[[], object] = lambda: None,
    ) -> None:
        self._root, self._view, self._chosen = root, view, chosen
        self._lost, self._over = lost, over
        self._thread = threading.get_ident()
        self.is_closed, self._timer = False, ""
        self._menu = _Menu(root, self._choose)
        self._tip = _Tip(root)
        self._plug = Plug(view.title, lambda size: rgba(size, self._view.state, self._view.badge))
        self._pump: Pump[View | None] = Pump(root, self._change, lambda: None)
        root.tk.createfilehandler(self._plug.descriptor, tk.READABLE, lambda *_: self._hear())
        self._plug.dock()
        self._hear()

    @property
    def is_shown(self) -> bool:
        return self._plug.is_docked

    def show(self, view: View) -> None:
        self._pump.put(view)

    def close(self) -> None:
        if threading.get_ident() == self._thread:
            self._change(None)
        else:
            self._pump.put(None)

    def wait(self) -> Literal["closed"]:
        """Only where its own main loop runs, which it does for so long."""
        return "closed"

    # --- in Tk's thread ------------------------------------------------------------------------

    def _change(self, view: View | None) -> None:
        if self.is_closed:
            return
        if view is None:
            self._end()
        else:
            self._view = view
            self._draw()

    def _end(self) -> None:
        self.is_closed = True
        self._root.tk.deletefilehandler(self._plug.descriptor)
        self._pump.close()
        if self._timer:
            self._root.after_cancel(self._timer)
        self._tip.hide()
        self._menu.close()
        self._plug.close()
        self._over()

    def _hear(self) -> None:
        """Requests read events as well, so it is asked after each."""
        while not self.is_closed and (found := self._plug.take()):
            for news in found:
                self._act(news)

    def _act(self, news: News) -> None:
        if self.is_closed:
            return
        if news.what == "entered":
            self._tip.show_soon(self._view.tooltip, news)
            return
        if news.what == "resized":
            self._draw_later()
            return
        self._tip.hide()
        if news.what == "lost":
            self._menu.close()
            self._lost()
        elif news.what == "menu":
            self._menu.show(self._view.items, news)
        elif news.what == "clicked":
            self._click(news)

    def _draw_later(self) -> None:
        if self._timer:
            self._root.after_cancel(self._timer)
        self._timer = self._root.after(SETTLED_MS, self._draw_settled)

    def _draw_settled(self) -> None:
        self._timer = ""
        self._draw()

    def _draw(self) -> None:
        self._plug.draw()
        self._hear()

    def _click(self, news: News) -> None:
        for item in self._view.items:
            if item.is_default and item.is_enabled:
                self._choose(item.name)
                return
        self._menu.show(self._view.items, news)

    def _choose(self, name: str) -> None:
        if not self.is_closed:
            self._chosen(name)


class _Menu:
    """Built anew each time, as things are then."""

    def __init__(self, root: tk.Misc, choose: Callable[[str], object]) -> None:
        self._root, self._choose = root, choose
        self._menu: tk.Menu | None = None
        self._variables: list[tk.BooleanVar] = []

    def show(self, items: tuple[Item, ...], at: News) -> None:
        self.close()
        self._menu = menu = tk.Menu(
            self._root,
            tearoff=False,
            background=LIGHT.field,
            foreground=LIGHT.text,
            activebackground=LIGHT.select,
            activeforeground=LIGHT.text,
            disabledforeground=LIGHT.sub,
            borderwidth=1,
            activeborderwidth=0,
            relief="solid",
        )
        for item in items:
            self._add(menu, item)
        menu.bind("<Unmap>", lambda _: menu.after_idle(self._forget, menu))  # the command is first
        menu.update_idletasks()
        menu.tk_popup(at.x, _beside(self._root, at, menu.winfo_reqheight()))

    def close(self) -> None:
        if self._menu is not None:
            self._forget(self._menu)

    def _add(self, menu: tk.Menu, item: Item) -> None:
        if not item.name:
            menu.add_separator()
            return
        state: Literal["normal", "disabled"] = "normal" if item.is_enabled else "disabled"

        def choose() -> None:
            self._choose(item.name)

        if item.is_checked is None:
            menu.add_command(label=item.text, command=choose, state=state)
            return
        variable = tk.BooleanVar(menu, item.is_checked)
        self._variables.append(variable)
        menu.add_checkbutton(label=item.text, command=choose, state=state, variable=variable)

    def _forget(self, menu: tk.Menu) -> None:
        menu.destroy()
        if menu is self._menu:
            self._menu = None
            self._variables.clear()


class _Tip:
    """What the icon says, beside the pointer, after a moment."""

    def __init__(self, root: tk.Misc) -> None:
        self._root = root
        self._timer = ""
        self._window: tk.Toplevel | None = None

    def show_soon(self, text: str, at: News) -> None:
        self.hide()
        if text:
            self._timer = self._root.after(TIP_MS, self._show, text, at)

    def hide(self) -> None:
        if self._timer:
            self._root.after_cancel(self._timer)
            self._timer = ""
        if self._window is not None:
            self._window.destroy()
            self._window = None

    def _show(self, text: str, at: News) -> None:
        self._timer = ""
        self._window = window = tk.Toplevel(self._root, background=LIGHT.edge)
        window.withdraw()
        window.wm_overrideredirect(True)
        label = tk.Label(window, text=text, justify="left", padx=8, pady=5)
        label.configure(background=LIGHT.field, foreground=LIGHT.text)
        label.pack(padx=1, pady=1)
        window.update_idletasks()
        left = max(0, min(at.x, window.winfo_screenwidth() - window.winfo_reqwidth()))
        top = _beside(self._root, at, window.winfo_reqheight() + GAP)
        window.wm_geometry(f"+{left}+{top + (GAP if top > at.top else 0)}")
        window.deiconify()


def _beside(root: tk.Misc, at: News, height: int) -> int:
    """Where something so high begins: above the icon of a panel below, else under it."""
    is_below = at.top > root.winfo_screenheight() // 2
    return at.top - height if is_below else at.bottom
