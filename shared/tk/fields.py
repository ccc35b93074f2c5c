"""The only place that makes one-line fields: Entry, Combobox, Spinbox, and Field with its frame.

Tk 8.6.13 puts foreign memory into an Entry when BackSpace follows a character above U+FFFF: a chat
would send its own heap. So these fields refuse such characters, however they come: by a key, by
pasting, by `insert` and `set`, by the list of a Combobox and by the textvariable.
"""

import tkinter as tk
from collections.abc import Callable, Iterable
from tkinter import ttk
from typing import Any

from shared.text import one_line
from shared.tk.theme import Theme

GUARD = "ParleyGuard"
"""Bindings of this tag come before those of the field's class."""


def is_safe(text: str) -> bool:
    return all(ord(character) < 0x10000 and not _is_half(character) for character in text)


def clean(text: str) -> str:
    """What of the text a field takes."""
    return "".join(character for character in text if is_safe(character))


def _is_half(character: str) -> bool:
    """Of a pair: how Tk 8.6 keeps a character above U+FFFF."""
    return "\ud800" <= character <= "\udfff"


class _Guarded(ttk.Entry):
    """`accepts(text)`: whether that may be the whole text; besides the guard's own rule."""

    accepts: Callable[[str], bool]

    def _guard(self, accepts: Callable[[str], bool] | None, variable: tk.Variable | None) -> None:
        self.accepts = accepts or (lambda text: True)
        check = self.register(lambda text: is_safe(text) and self.accepts(text))
        # As Tcl calls, because `configure` below lets nobody set these two again.
        self.tk.call(self, "configure", "-validate", "key", "-validatecommand", (check, "%P"))
        self.bind("<<Paste>>", self._paste)
        self.bind("<<PasteSelection>>", self._paste_selection)
        self.bind("<Control-a>", lambda _: self._select_all())
        if variable is not None:
            self._watch(variable)

    def _watch(self, variable: tk.Variable) -> None:
        """Our trace is the younger one, so it is called before the field's own."""
        self.tk.call(self, "configure", "-textvariable", str(variable))
        self._variable = variable  # tkinter removes it from Tcl when nobody holds it
        trace = variable.trace_add("write", lambda *_: self._mend())
        self._mend()
        self.bind("<Destroy>", lambda _: variable.trace_remove("write", trace), add=True)

    def _mend(self) -> None:
        text = str(self.tk.call("set", str(self._variable)))
        if not is_safe(text):
            self._variable.set(clean(text))

    def _select_all(self) -> str:
        """On X11 the key would go to the begin of the line."""
        self.selection_range(0, "end")
        self.icursor("end")
        return "break"

    def _paste(self, _: "tk.Event[Any]") -> str:
        return self._take("CLIPBOARD", replaces=True)

    def _paste_selection(self, event: "tk.Event[Any]") -> str:
        self.icursor(f"@{event.x}")
        return self._take("PRIMARY", replaces=False)

    def _take(self, selection: str, replaces: bool) -> str:
        """Pasted text on one line and without what is refused, rather than none of it."""
        try:
            text = str(self.tk.call("selection", "get", "-selection", selection))
        except tk.TclError:  # nothing there, or not text
            return "break"
        if replaces and self.selection_present():
            self.delete("sel.first", "sel.last")
        self.insert("insert", clean(one_line(text.strip("\r\n"))))
        self.xview("insert")
        return "break"

    def insert(self, index: str | int, string: str) -> None:
        if is_safe(string):
            super().insert(index, string)

    def configure(self, cnf: Any = None, **options: Any) -> Any:
        unguarded = {"validate", "validatecommand", "textvariable"} & ({*(cnf or {})} | {*options})
        if unguarded and not isinstance(cnf, str):
            raise TypeError("given to the constructor, or not at all: the field's guard needs it")
        if "values" in options:
            options["values"] = _clean_values(options["values"])
        return super().configure(cnf, **options)

    config = configure

    def __setitem__(self, key: str, value: Any) -> None:
        self.configure(**{key: value})


def _clean_values(values: Iterable[object]) -> list[str]:
    return [clean(str(value)) for value in values]


class Entry(_Guarded):
    def __init__(
        self,
        master: tk.Misc,
        *,
        accepts: Callable[[str], bool] | None = None,
        textvariable: tk.Variable | None = None,
        **options: Any,
    ) -> None:
        super().__init__(master, **options)
        self._guard(accepts, textvariable)


class Combobox(_Guarded, ttk.Combobox):
    """`values`: what it offers; refused characters are left out of them."""

    def __init__(
        self,
        master: tk.Misc,
        *,
        accepts: Callable[[str], bool] | None = None,
        textvariable: tk.Variable | None = None,
        values: Iterable[object] = (),
        **options: Any,
    ) -> None:
        ttk.Combobox.__init__(self, master, values=_clean_values(values), **options)
        self._guard(accepts, textvariable)
        self.bind("<<ThemeChanged>>", lambda _: self._dress())

    def set(self, value: object) -> None:
        ttk.Combobox.set(self, clean(str(value)))

    def _dress(self) -> None:
        """Its list takes its colours from the option database when it is first shown only."""
        listbox = f"{self}.popdown.f.l"
        if not int(self.tk.call("winfo", "exists", listbox)):
            return
        for option in ("background", "foreground", "selectBackground", "selectForeground"):
            value = self.tk.call("option", "get", listbox, option, option)
            self.tk.call(listbox, "configure", "-" + option.lower(), value)


class Spinbox(_Guarded, ttk.Spinbox):
    def __init__(
        self,
        master: tk.Misc,
        *,
        accepts: Callable[[str], bool] | None = None,
        textvariable: tk.Variable | None = None,
        values: Iterable[object] = (),
        **options: Any,
    ) -> None:
        if values:
            options["values"] = _clean_values(values)
        ttk.Spinbox.__init__(self, master, **options)
        self._guard(accepts, textvariable)

    def set(self, value: object) -> None:
        ttk.Spinbox.set(self, clean(str(value)))


class Field(ttk.Frame):
    """An Entry in a frame with an icon before it and a hint while it is empty. `changed` is told
    the text whenever it is another. `style`: "Side.Field.TFrame" in the left column."""

    def __init__(
        self,
        master: tk.Misc,
        theme: Theme,
        hint: str,
        icon: str = "",
        changed: Callable[[str], None] | None = None,
        style: str = "Field.TFrame",
        **options: Any,
    ) -> None:
        super().__init__(master, style=style)
        px, self._changed = theme.px, changed
        self._variable = tk.StringVar(self)
        self._variable.trace_add("write", self._show_change)
        self.entry = Entry(
            self,
            style="Bare.TEntry",
            font=theme.fonts.body,
            textvariable=self._variable,
            **options,
        )
        if icon:
            label = ttk.Label(self, image=theme.images.icon(icon, 18, "sub"), style="Field.TLabel")
            label.pack(side="left", padx=(px(10), 0))
            label.bind("<Button-1>", self._take_focus)
        self.entry.pack(side="left", fill="x", expand=True, padx=px(8 if icon else 12), pady=px(8))
        self._hint = ttk.Label(self.entry, text=hint, style="Field.TLabel", cursor="xterm")
        self._hint.bind("<Button-1>", self._take_focus)
        self.entry.bind("<FocusIn>", lambda _: self.state(["focus"]), add=True)
        self.entry.bind("<FocusOut>", lambda _: self.state(["!focus"]), add=True)
        self._shown = ""
        self._show_hint()

    def get(self) -> str:
        return self.entry.get()

    def set(self, text: str) -> None:
        self._variable.set(clean(text))

    def _take_focus(self, _: "tk.Event[Any]") -> None:
        self.entry.focus_set()

    def _show_change(self, *_: str) -> None:
        text = clean(self._variable.get())
        if text == self._shown:
            return
        self._shown = text
        self._show_hint()
        if self._changed is not None:
            self._changed(text)

    def _show_hint(self) -> None:
        if self._shown:
            self._hint.place_forget()
        else:
            self._hint.place(x=1, rely=0.5, anchor="w")
