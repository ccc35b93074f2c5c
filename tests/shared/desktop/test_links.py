"""With a registry of Windows that is a dictionary."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from shared.desktop.links import COMMAND, SCHEME, register_links

Registry = dict[tuple[str, str], str]


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    kept: Registry = {}
    monkeypatch.setitem(sys.modules, "winreg", make_winreg(kept))
    return kept


def make_winreg(kept: Registry) -> SimpleNamespace:
    @contextmanager
    def opened(root: str, path: str) -> Iterator[str]:
        assert root == "HKCU", "of this person alone"
        yield path

    def query(path: str, name: str) -> tuple[str, int]:
        if (path, name) not in kept:
            raise FileNotFoundError(path)
        return kept[path, name], 1

    def write(path: str, name: str, _: int, kind: int, text: str) -> None:
        kept[path, name] = text

    return SimpleNamespace(
        HKEY_CURRENT_USER="HKCU",
        REG_SZ=1,
        OpenKey=opened,
        CreateKey=opened,
        QueryValueEx=query,
        SetValueEx=write,
    )


def test_the_link_comes_behind_the_client(registry: Registry) -> None:
    assert register_links([r"C:\My Chat\parley.exe"], "win32")
    assert registry[COMMAND, ""] == r'"C:\My Chat\parley.exe" "%1"'
    assert registry[SCHEME, "URL Protocol"] == ""


def test_what_is_right_is_left_alone_and_what_was_moved_is_mended(registry: Registry) -> None:
    register_links(["old.exe"], "win32")
    registry.pop((SCHEME, ""))
    register_links(["old.exe"], "win32")
    assert (SCHEME, "") not in registry
    register_links(["new.exe"], "win32")
    assert registry[COMMAND, ""].startswith("new.exe")


def test_elsewhere_nothing_is_done(registry: Registry) -> None:
    assert not register_links(["parley"], "linux")
    assert not registry


def test_a_registry_that_refuses_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*words: object) -> None:
        raise PermissionError("by the administrator")

    winreg = SimpleNamespace(HKEY_CURRENT_USER=1, OpenKey=refuse, CreateKey=refuse)
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    assert not register_links(["parley"], "win32")
