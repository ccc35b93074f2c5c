import threading
import tkinter as tk
from pathlib import Path

import pytest

from chatgui.app import words as said
from chatgui.app.words import dialogs as words
from chatgui.tk.export_dialog import ExportDialog
from shared.tk.theme import Theme
from tests.chatgui.tk.test_header import texts
from tests.support.dialogs import Bench, button_of
from tests.support.guard import assert_guarded
from tests.support.scene import full_scene
from tests.support.windows import PATIENCE_S, Wait


@pytest.fixture
def bench(root: tk.Tk, theme: Theme, wait: Wait) -> Bench:
    return Bench(root, theme, wait, full_scene())


def opened(bench: Bench, folder: Path) -> ExportDialog:
    dialog = ExportDialog(bench.root, bench.theme, folder, bench.chat.export)
    bench.shown(dialog)
    return dialog


def test_return_writes_it_and_what_came_of_it_is_said(bench: Bench, tmp_path: Path) -> None:
    dialog = opened(bench, tmp_path)
    bench.press("Return")
    count, path = len(bench.desk.past.said), Path(dialog.path.get())
    bench.wait(lambda: said.EXPORTED_HISTORY.format(count=count, path=path) in texts(dialog))
    assert path.suffix == ".txt"
    assert len(path.read_text().splitlines()) >= count
    bench.press("Return")
    bench.wait(lambda: said.FILE_EXISTS.format(path=path) in texts(dialog))
    bench.left(dialog)


def test_another_kind_has_another_name(bench: Bench, tmp_path: Path) -> None:
    dialog = opened(bench, tmp_path)
    button_of(dialog, words.EXPORT_JSON).invoke()
    button_of(dialog, words.EXPORT_DO).invoke()
    path = Path(dialog.path.get())
    assert path.suffix == ".jsonl"
    bench.wait(lambda: button_of(dialog, words.EXPORT_DO).instate(["!disabled"]))
    assert path.read_text().startswith("{")
    bench.left(dialog)
    again = opened(bench, tmp_path)
    assert again.path.get() != str(path)
    bench.left(again)


@pytest.mark.parametrize("typed", ["", "   ", "history.txt", "{folder}", "~nosuchuser/x.txt"])
def test_what_is_no_place_is_said(bench: Bench, tmp_path: Path, typed: str) -> None:
    dialog = opened(bench, tmp_path)
    dialog.path.delete(0, "end")
    dialog.path.insert(0, typed.format(folder=tmp_path))
    bench.press("Return")
    assert words.EXPORT_NOWHERE in texts(dialog)
    bench.left(dialog)


@pytest.mark.parametrize("name", ["n" * 300, "no/such/folder/x.txt"])
def test_what_cannot_be_written_is_said(bench: Bench, tmp_path: Path, name: str) -> None:
    dialog = opened(bench, tmp_path)
    dialog.path.delete(0, "end")
    dialog.path.insert(0, str(tmp_path / name))
    bench.press("Return")
    bench.wait(lambda: any("cannot be written" in text for text in texts(dialog)))
    assert button_of(dialog, words.EXPORT_DO).instate(["!disabled"])
    bench.left(dialog)


def test_its_field_is_guarded(bench: Bench, tmp_path: Path) -> None:
    dialog = opened(bench, tmp_path)
    assert assert_guarded(dialog) == 1
    bench.left(dialog)


def test_it_may_be_closed_while_it_writes(bench: Bench, tmp_path: Path) -> None:
    is_closed, wrote = threading.Event(), threading.Event()

    def write() -> str:
        is_closed.wait(PATIENCE_S)
        wrote.set()
        return "done"

    dialog = ExportDialog(bench.root, bench.theme, tmp_path, lambda path: write)
    bench.shown(dialog)
    bench.press("Return")
    assert words.EXPORTING in texts(dialog)
    assert button_of(dialog, words.EXPORT_DO).instate(["disabled"])
    bench.left(dialog)
    is_closed.set()
    bench.wait(wrote.is_set)
