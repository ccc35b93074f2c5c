"""Starting with the desktop: on, off, and what a person changes in the desktop's own settings."""

import plistlib
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shared.desktop.login import LaunchAgent, LoginItem, describe, login_item

NASTY = ["/opt/my $chat/`x`", 'a "b" \\ c', "50%", "plain", "", "tab\there", "semi;colon"]


def autostart(home: Path, command: list[str]) -> LoginItem:
    return login_item("parley", "Parley", command, "linux", {"XDG_CONFIG_HOME": str(home)})


def test_on_and_off_on_linux(tmp_path: Path) -> None:
    item = autostart(tmp_path / "config", ["/opt/parley/parley", "--hidden"])
    assert not item.is_on()
    item.turn(True)
    item.turn(True)
    assert item.is_on()
    file = tmp_path / "config" / "autostart" / "parley.desktop"
    assert "Exec=/opt/parley/parley --hidden" in file.read_text().splitlines()
    assert "Name=Parley" in file.read_text().splitlines()
    item.turn(False)
    item.turn(False)
    assert not item.is_on()
    assert not file.exists()


@pytest.mark.parametrize("base", ["", "relative/config"])
def test_without_a_folder_of_its_own_it_is_the_usual_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: str
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    login_item("parley", "Parley", ["x"], "linux", {"XDG_CONFIG_HOME": base}).turn(True)
    assert (tmp_path / ".config" / "autostart" / "parley.desktop").exists()


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled = false"])
def test_switched_off_in_the_desktop_s_settings_is_off(tmp_path: Path, line: str) -> None:
    item = autostart(tmp_path, ["parley"])
    item.turn(True)
    with (tmp_path / "autostart" / "parley.desktop").open("a") as file:
        file.write(line + "\n")
    assert not item.is_on()
    item.turn(True)
    assert item.is_on()


def test_every_argument_survives_the_quoting(tmp_path: Path) -> None:
    """Read back as the specification says: escapes of values first, then quotes, then "%"."""
    autostart(tmp_path, NASTY).turn(True)
    lines = (tmp_path / "autostart" / "parley.desktop").read_text().splitlines()
    value = next(line.removeprefix("Exec=") for line in lines if line.startswith("Exec="))
    assert split_exec(unescape(value)) == NASTY


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """A program; where it was there is nothing any more."""
    program = tmp_path / "new place" / "parley"
    program.parent.mkdir()
    program.touch()
    return program


SOURCE = ["/gone/.venv/bin/python", "-m", "chatgui"]


@pytest.mark.parametrize("old", [['/gone/50% \\ "old"/parley'], SOURCE])
@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_an_entry_of_a_program_that_was_moved_is_mended_and_its_words_stay(
    moved: Path, platform: str, old: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)

    def item(*command: str) -> LoginItem:
        return login_item("parley", "Parley", command, platform, {})

    for new in ([str(moved)], [str(moved), "-m", "chatgui"]):
        item(*old, "--hidden", "-u", *NASTY).turn(True)
        (file,) = tmp_path.glob(".*/autostart/*" if platform == "linux" else "Library/*/*")
        assert item(*new, "--hidden", "-u", "somebody-else").mend()
        assert not item(*new).mend(), "it is there now"
        mended = file.read_bytes()
        item(*new, "--hidden", "-u", *NASTY).turn(True)
        assert file.read_bytes() == mended


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_an_entry_is_left_alone_where_its_program_is_there(
    platform: str, moved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    ours = login_item("parley", "Parley", ["/opt/parley"], platform, {})
    assert not ours.mend(), "none is made"
    assert not ours.is_on()
    login_item("parley", "Parley", [str(moved), "--hidden"], platform, {}).turn(True)
    assert not ours.mend()
    login_item("parley", "Parley", ["found-on-the-path"], platform, {}).turn(True)
    assert not ours.mend()


def test_what_a_person_changed_in_the_entry_stays(moved: Path, tmp_path: Path) -> None:
    autostart(tmp_path, ["/gone/parley", "--hidden"]).turn(True)
    file = tmp_path / "autostart" / "parley.desktop"
    file.write_text(file.read_text().replace("Name=Parley", "Name=Talk") + "Hidden=true\n")
    item = autostart(tmp_path, [str(moved)])
    assert item.mend()
    assert not item.is_on()
    lines = file.read_text().splitlines()
    assert {f'Exec="{moved}" --hidden', "Name=Talk", "Hidden=true"} <= set(lines)


OLD = 'Exec="/old place/parley"'


@pytest.mark.parametrize(
    "written",
    [
        f"{OLD} --hidden %u",
        f"{OLD}\t--hidden",
        'Exec = "/old place/parley" --hidden',
        "Exec=/opt/gone/nice -n 10 /usr/bin/python3 -m chatserver --tray",
        f"{OLD}\nTryExec=/old place/parley",
        f"{OLD}\nPath = /old place",
        f"{OLD} --hidden\n[Desktop Action quiet]\nExec=/usr/bin/mute",
    ],
)
def test_what_a_person_wrote_into_the_entry_stays_as_it_is(
    written: str, moved: Path, tmp_path: Path
) -> None:
    file = tmp_path / "autostart" / "parley.desktop"
    file.parent.mkdir()
    file.write_text(f"[Desktop Entry]\n{written}\n")
    assert autostart(tmp_path, [str(moved)]).mend() is None
    assert file.read_text() == f"[Desktop Entry]\n{written}\n"


def test_an_agent_that_a_person_changed_stays_as_it_is(moved: Path, tmp_path: Path) -> None:
    file = tmp_path / "agent.plist"
    gone = {"ProgramArguments": ["/gone/parley", "--hidden"]}
    for content in (gone | {"Program": "/gone/parley"}, {"ProgramArguments": ["/gone/nice", "x"]}):
        file.write_bytes(plistlib.dumps(content))
        assert LaunchAgent(file, [str(moved)]).mend() is None
        assert plistlib.loads(file.read_bytes()) == content


def test_an_entry_that_is_kept_elsewhere_is_mended_there(moved: Path, tmp_path: Path) -> None:
    autostart(tmp_path, ["/gone/parley"]).turn(True)
    file, kept = tmp_path / "autostart" / "parley.desktop", tmp_path / "kept"
    file.rename(kept)
    file.symlink_to(kept)
    assert autostart(tmp_path, [str(moved)]).mend()
    assert file.is_symlink()
    assert f'Exec="{moved}"\n' in kept.read_text()


@pytest.mark.parametrize("content", [b"\xff\xfe", b"Exec=\n", b"", b"<plist><dict>", b"<plist/>"])
def test_what_is_no_entry_of_ours_is_left_alone(content: bytes, tmp_path: Path) -> None:
    for file in (tmp_path / "autostart/parley.desktop", tmp_path / "agent.plist"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    assert not autostart(tmp_path, ["/opt/parley"]).mend()
    assert not LaunchAgent(tmp_path / "agent.plist", ["/opt/parley"]).mend()


def unescape(value: str) -> str:
    found, letters = "", iter(value)
    for letter in letters:
        found += {"\\": "\\", "n": "\n", "t": "\t"}[next(letters)] if letter == "\\" else letter
    return found


def split_exec(line: str) -> list[str]:
    words, word, is_quoted, has_word = [], "", False, False
    letters = iter(line)
    for letter in letters:
        if letter == '"':
            is_quoted, has_word = not is_quoted, True
        elif letter == "\\" and is_quoted:
            word += next(letters)
        elif letter == " " and not is_quoted:
            words.append(word)
            word, has_word = "", False
        else:
            word, has_word = word + letter, True
    words += [word] * has_word
    return [one.replace("%%", "%") for one in words]


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file")
    with pytest.raises(FileExistsError) as trouble:
        autostart(tmp_path, ["parley"]).turn(True)
    said = describe(trouble.value)
    assert said.endswith("in the desktop's own settings instead.")
    assert "autostart" in said


def test_on_and_off_on_macos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    item = login_item("parley", "Parley", NASTY, "darwin")
    assert not item.is_on()
    item.turn(True)
    assert item.is_on()
    file = tmp_path / "Library" / "LaunchAgents" / "org.parley.parley.plist"
    content = plistlib.loads(file.read_bytes())
    assert content["ProgramArguments"] == NASTY
    assert content["RunAtLoad"] is True
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    item.turn(False)
    assert not item.is_on()


class Registry:
    """As much of winreg as is asked for."""

    HKEY_CURRENT_USER, REG_SZ, KEY_SET_VALUE = "user", 1, 2

    def __init__(self) -> None:
        self.values: dict[str, dict[str, Any]] = {}

    def OpenKey(self, user: str, path: str, reserved: int = 0, access: int = 0) -> "Key":
        if path not in self.values:
            raise FileNotFoundError(path)
        return Key(self.values[path])

    def CreateKey(self, user: str, path: str) -> "Key":
        return Key(self.values.setdefault(path, {}))

    def QueryValueEx(self, key: "Key", name: str) -> tuple[Any, int]:
        if name not in key.values:
            raise FileNotFoundError(name)
        return key.values[name], 1

    def SetValueEx(self, key: "Key", name: str, reserved: int, kind: int, value: str) -> None:
        key.values[name] = value

    def DeleteValue(self, key: "Key", name: str) -> None:
        if name not in key.values:
            raise FileNotFoundError(name)
        del key.values[name]


class Key:
    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    def __enter__(self) -> "Key":
        return self

    def __exit__(self, *_: object) -> None:
        pass


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Registry:
    made = Registry()
    monkeypatch.setitem(sys.modules, "winreg", made)
    return made


def test_on_and_off_on_windows(registry: Registry) -> None:
    command = ["C:\\Program Files\\Parley\\parley.exe", "--hidden"]
    item = login_item("parley", "Parley", command, "win32")
    assert not item.is_on()
    item.turn(True)
    assert item.is_on()
    (value,) = (values["Parley"] for path, values in registry.values.items() if "Parley" in values)
    assert value == subprocess.list2cmdline(command) == f'"{command[0]}" --hidden'
    item.turn(False)
    item.turn(False)
    assert not item.is_on()


@pytest.mark.parametrize(
    ("old", "rest"),
    [
        ('"C:\\Old place\\parley.exe" --hidden -u "a b"', ' --hidden -u "a b"'),
        ("C:\\old\\pythonw.exe -m chatgui --hidden", " --hidden"),
        ("C:\\old\\parley.exe", ""),
    ],
)
def test_a_moved_program_on_windows(registry: Registry, old: str, rest: str) -> None:
    program = "C:\\New place\\parley.exe"
    item = login_item("parley", "Parley", [program, "--hidden", "-u", "somebody"], "win32")
    assert not item.mend()
    item.turn(True)
    (values,) = (values for values in registry.values.values() if "Parley" in values)
    values["Parley"] = old
    assert item.mend()
    assert values["Parley"] == f'"{program}"{rest}'
    values["Parley"] = "parley.exe --hidden"
    assert item.mend() is False
    values["Parley"] = 'C:\\gone\\nice.exe "C:\\old\\parley.exe"'
    assert item.mend() is None


def test_switched_off_in_the_task_manager_is_off(registry: Registry) -> None:
    item = login_item("parley", "Parley", ["parley.exe"], "win32")
    item.turn(True)
    path = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
    registry.values[path] = {"Parley": bytes([3, 0, 0, 0])}
    assert not item.is_on()
    item.turn(True)
    assert item.is_on()
