"""Rules of the source tree: who may import whom, and that every source file has its tests."""

import ast
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("shared", "chatserver", "chatgui")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

COVERED_BY = {
    "chatgui/caller.py": "tests/chatgui/test_native.py",
    "chatgui/conversations.py": "tests/chatgui/test_dialogue.py",
    "chatgui/carrier.py": "tests/chatgui/test_desk.py",
    "chatgui/archive/reader.py": "tests/chatgui/archive/test_archive.py",
    "chatgui/archive/store.py": "tests/chatgui/archive/test_archive.py",
    "chatgui/archive/rows.py": "tests/chatgui/archive/test_archive.py",
    "chatgui/app/parts.py": "tests/chatgui/app/test_chat.py",
    "chatgui/app/hearing.py": "tests/chatgui/app/test_chat.py",
    "chatgui/app/screen.py": "tests/chatgui/app/test_chat.py",
    "chatgui/app/reading.py": "tests/chatgui/app/test_chat.py",
    "chatgui/app/writing.py": "tests/chatgui/app/test_chat.py",
    "chatgui/app/words/dialogs.py": "tests/chatgui/app/test_words.py",
    "chatgui/app/words/doctor.py": "tests/chatgui/app/test_words.py",
    "chatgui/app/words/finding.py": "tests/chatgui/test_choosing.py",
    "chatgui/app/words/pane.py": "tests/chatgui/app/test_words.py",
    "chatgui/app/words/pseudo.py": "tests/chatgui/app/test_words.py",
    "chatgui/app/words/window.py": "tests/chatgui/app/test_words.py",
    "chatgui/app/choice.py": "tests/chatgui/app/test_starting.py",
    "chatgui/app/rows.py": "tests/chatgui/app/test_chat.py",
    "chatgui/app/shown.py": "tests/chatgui/app/test_history.py",
    "chatgui/in_terminal.py": "tests/e2e/test_terminal.py",
    "chatgui/prompt.py": "tests/e2e/test_prompt.py",
    "chatgui/tk/tray.py": "tests/chatgui/tk/test_background.py",
    "chatgui/tk/focus_watch.py": "tests/chatgui/tk/test_main_window.py",
    "chatgui/tk/foot.py": "tests/chatgui/tk/test_main_window.py",
    "chatgui/tk/side.py": "tests/chatgui/tk/test_main_window.py",
    "shared/desktop/tray/bus_icon.py": "tests/shared/desktop/tray/test_status_item.py",
    "shared/desktop/tray/bus_menu.py": "tests/shared/desktop/tray/test_status_item.py",
    "shared/desktop/tray/glyphs.py": "tests/shared/desktop/tray/test_icon.py",
    "shared/desktop/tray/x_structures.py": "tests/shared/tk/test_dock.py",
    "shared/tk/icon_popups.py": "tests/shared/tk/test_dock.py",
    "shared/desktop/tray/xlib.py": "tests/shared/tk/test_dock.py",
    "shared/desktop/tray/docked.py": "tests/shared/desktop/tray/test_choice.py",
    "shared/desktop/tray/view.py": "tests/test_structure.py",
    "shared/tk/sign.py": "tests/shared/tk/test_mark.py",
    "shared/discovery/found.py": "tests/test_structure.py",
    "shared/desktop/notification.py": "tests/chatgui/app/test_alerts.py",
    "shared/tk/question.py": "tests/shared/tk/test_dialog.py",
    "shared/tk/words.py": "tests/shared/tk/test_faults.py",
    "chatgui/tk/run.py": "tests/e2e/test_windows.py",
    "chatserver/dashboard/run.py": "tests/e2e/test_window_dashboard.py",
    "chatgui/__main__.py": "tests/e2e/test_terminal.py",
    "shared/tk/looks.py": "tests/shared/tk/test_style.py",
    "chatserver/control/line.py": "tests/chatserver/control/test_unix.py",
    "chatserver/operator/desk.py": "tests/chatserver/operator/test_table.py",
    "chatserver/__main__.py": "tests/e2e/test_server_process.py",
    "chatserver/discovery/about.py": "tests/chatserver/discovery/test_answers.py",
    "chatserver/foreground.py": "tests/e2e/test_server_process.py",
    "shared/tk/held_clipboard.py": "tests/chatserver/test_aside.py",
    "shared/tk/lone_dialog.py": "tests/chatserver/test_aside.py",
    "chatserver/tray/own_link.py": "tests/e2e/test_tray_server.py",
    "chatserver/tray/words.py": "tests/chatserver/tray/test_view.py",
    "chatserver/running.py": "tests/e2e/test_server_process.py",
    "chatserver/log/fresh.py": "tests/chatserver/log/test_contract.py",
    "chatserver/log/interface.py": "tests/chatserver/log/test_contract.py",
    "chatserver/log/pages.py": "tests/chatserver/log/test_contract.py",
    "chatserver/log/rows.py": "tests/chatserver/log/test_contract.py",
    "chatserver/log/shelves.py": "tests/chatserver/log/test_contract.py",
    "chatserver/store/schema.py": "tests/chatserver/store/test_database.py",
    "shared/dialects/native/closing.py": "tests/chatserver/doors/test_native.py",
    "shared/session/events.py": "tests/shared/session/test_established.py",
}
"""Files whose promises are shown elsewhere, because alone they promise nothing."""


def imported(path: Path) -> set[str]:
    """Top-level packages that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found.add((node.module or "").partition(".")[0])
    return found


WINDOWS = ("chatgui/tk", "shared/tk", "chatserver/dashboard")
"""Where tkinter may be imported."""


def is_of_windows(path: Path) -> bool:
    return any(path.is_relative_to(ROOT / folder) for folder in WINDOWS)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_dependence_is_chatserver_to_shared_from_chatgui_never_sideways(path: Path):
    package = name_of(path).partition("/")[0]
    assert not imported(path) & (set(PACKAGES) - {package, "shared"})


@pytest.mark.parametrize("path", sorted((ROOT / "chatgui/app").rglob("*.py")), ids=name_of)
def test_the_model_knows_no_window_and_no_network(path: Path):
    assert not imported(path) & {"tkinter", "socket", "threading"}


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_only_the_window_knows_tkinter(path: Path):
    assert is_of_windows(path) or "tkinter" not in imported(path)


@pytest.mark.parametrize("path", list(filter(is_of_windows, SOURCES)), ids=name_of)
def test_fields_of_one_line_are_made_in_one_place(path: Path):
    """Only there they are guarded; simpledialog makes its own."""
    used = {node.attr for node in ast.walk(ast.parse(path.read_text())) if is_tk(node)}
    assert path.name == "fields.py" or not used & {"Entry", "Combobox", "Spinbox"}
    assert "simpledialog" not in path.read_text()


def is_tk(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """tk.X or ttk.X"""
    value = node.value if isinstance(node, ast.Attribute) else None
    return isinstance(value, ast.Name) and value.id in ("tk", "ttk", "tkinter")


def test_every_source_file_has_a_test_file_of_its_name():
    missing = []
    for path in SOURCES:
        name = name_of(path)
        mirror = ROOT / "tests" / Path(name).with_name(f"test_{path.name}")
        elsewhere = COVERED_BY.get(name)
        covered = (ROOT / elsewhere).exists() if elsewhere else mirror.exists()
        if path.name != "__init__.py" and not covered:
            missing.append(name)
    assert not missing, "no test file for: " + ", ".join(missing)


def test_the_list_of_exceptions_is_true():
    for name in COVERED_BY:
        assert (ROOT / name).exists(), f"{name} is gone; so should be its exception"
        mirror = ROOT / "tests" / Path(name).with_name(f"test_{Path(name).name}")
        assert not mirror.exists(), f"{name} has a test file of its own now"
