"""That no field of a window takes a character above U+FFFF, which Tk 8.6.13 answers with foreign
memory. Some runs of a leak show nothing, so what is tested is that it never gets in."""

import tkinter as tk
from collections.abc import Callable, Iterator

GRIN = "\U0001f600"
FIELDS = {"Entry", "Spinbox", "TEntry", "TCombobox", "TSpinbox"}


def fields_of(widget: tk.Misc) -> Iterator[tk.Misc]:
    """All one-line fields below it, whoever made them."""
    if widget.winfo_class() in FIELDS:
        yield widget
    for child in widget.winfo_children():
        yield from fields_of(child)


def assert_guarded(top: tk.Misc) -> int:
    """Try it on every field of that window, each way in; how many fields there are."""
    fields = list(fields_of(top))
    for field in fields:
        _try_all(field)
    return len(fields)


def _try_all(field: tk.Misc) -> None:
    before = _text(field)
    _assert_refused(field, "typing", lambda: _type(field))
    _assert_refused(field, "insert()", lambda: field.tk.call(field, "insert", "end", GRIN))
    _assert_refused(field, "paste", lambda: _paste(field))
    variable = str(field.tk.call(field, "cget", "-textvariable"))
    if variable:
        _assert_refused(field, "textvariable", lambda: field.tk.call("set", variable, GRIN))
        field.tk.call("set", variable, before)
    if hasattr(field, "set"):
        _assert_refused(field, "set()", lambda: field.set(GRIN))
        field.set(before)


def _assert_refused(field: tk.Misc, way: str, do: Callable[[], object]) -> None:
    do()
    field.update()
    text = _text(field)
    refused = all(ord(character) < 0xD800 for character in text)
    assert refused, f"{field} ({field.winfo_class()}) takes {text!r} by {way}"


def _text(field: tk.Misc) -> str:
    return str(field.tk.call(field, "get"))


def _type(field: tk.Misc) -> None:
    """What the class's own binding of <Key> does: no key of the test's keyboard says U+1F600."""
    is_ttk = field.winfo_class().startswith("T")
    field.tk.call("ttk::entry::Insert" if is_ttk else "tk::EntryInsert", field, GRIN)


def _paste(field: tk.Misc) -> None:
    field.clipboard_clear()
    field.clipboard_append(GRIN)
    field.event_generate("<<Paste>>")
