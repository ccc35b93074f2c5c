"""What is fetched for computers without internet."""

import re
import sys
import tomllib

import pytest

from build_specs.bundle import SYSTEMS, UNSEEN, commands, this_system, wanted
from build_specs.contents import ROOT


def names(system: str) -> set[str]:
    return {re.split("[><=]", line)[0] for line in wanted(system)}


def test_each_system_gets_what_it_needs_and_no_more() -> None:
    assert {"dbus-fast", "cryptography", "pytest", "setuptools"} <= names("linux")
    assert not names("linux") & {"pystray", "pillow"}
    for system in ("win32", "darwin"):
        assert {"pystray", "pillow", "pyinstaller"} <= names(system)
        assert "dbus-fast" not in names(system)


def test_a_lean_one_is_enough_to_chat() -> None:
    lean = set(wanted("linux", is_lean=True))
    assert "pytest>=8.2" in set(wanted("linux")) - lean
    assert {line for line in lean if line.startswith(("cryptography", "setuptools"))}


def test_markers_are_of_the_one_kind_that_is_understood() -> None:
    lines = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    for marker in filter(None, (line.partition(";")[2].strip() for line in lines)):
        assert re.fullmatch(r"sys_platform == '\w+'( or sys_platform == '\w+')*", marker)


def test_this_system_is_asked_for_as_it_is() -> None:
    (command,) = commands([], [])
    assert "--platform" not in command
    assert SYSTEMS[this_system()].name == sys.platform


def test_others_are_asked_for_by_their_tags_and_versions() -> None:
    asked = list(commands(["windows", "macos-arm"], ["3.11", "3.12"]))
    assert len(asked) == 4
    assert asked[1][asked[1].index("--python-version") + 1] == "3.12"
    assert "win_amd64" in asked[0]
    assert set(UNSEEN["win32"]) <= set(asked[0])
    assert "macosx_12_0_arm64" in asked[2]


@pytest.mark.parametrize("system", sorted(SYSTEMS))
def test_every_system_is_one_of_python_s(system: str) -> None:
    assert SYSTEMS[system].name in ("linux", "win32", "darwin")
