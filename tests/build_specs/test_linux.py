"""What a Linux desktop and systemd are given, by their own judgement."""

import configparser
import os
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from build_specs.contents import HERE
from build_specs.icons import write_icons
from shared import __version__

LINUX = HERE / "linux"
ENTRIES = sorted((LINUX / "applications").glob("*.desktop"))
METAINFO = LINUX / "metainfo" / "chat.parley.Parley.metainfo.xml"
SERVICE = LINUX / "systemd" / "parley.service"
MOST_EXPOSED = 2.0


def run(*words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is missing")
    environ = {**os.environ, **environ}
    return subprocess.run(
        words, capture_output=True, text=True, errors="replace", env=environ, check=False
    )


def entry_of(path: Path) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path)
    return parser["Desktop Entry"]


@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_desktop_entries_are_valid(path: Path) -> None:
    done = run("desktop-file-validate", str(path))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_links_open_the_client() -> None:
    entry = entry_of(LINUX / "applications" / "parley.desktop")
    assert "x-scheme-handler/parley" in entry["MimeType"]
    assert entry["Exec"].endswith("%u")


def test_the_appstream_file_is_valid_and_of_this_version() -> None:
    newest = ElementTree.parse(METAINFO).find("releases/release")
    assert newest is not None
    assert newest.get("version") == __version__
    done = run("appstreamcli", "validate", "--no-net", str(METAINFO))
    assert done.returncode == 0, done.stdout


def test_the_service_is_valid_and_locked_in(tmp_path: Path) -> None:
    """It names a place where nothing is yet: the same with a program that is there."""
    text = SERVICE.read_text()
    assert "--data /var/lib/parley" in text
    path = tmp_path / "parley.service"
    path.write_text(text.replace("/opt/parley/parley-server", shutil.which("true") or ""))
    done = run("systemd-analyze", "verify", "--man=no", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    done = run("systemd-analyze", "security", "--offline=true", "--no-pager", str(path))
    exposed = float(done.stdout.split("parley.service: ")[-1].split()[0])
    assert exposed <= MOST_EXPOSED


@pytest.fixture
def installed(tmp_path: Path) -> tuple[Path, Path]:
    """A folder with a difficult name as `run.py build` leaves it, and a home."""
    folder, home = tmp_path / 'Parley & "friends" \\o', tmp_path / "home"
    share = folder / "share"
    shutil.copytree(LINUX, share)
    write_icons(share)
    for name in ("parley", "parley-server"):
        (folder / name).write_text('#!/bin/sh\necho "$0" "$@"\n')
        (folder / name).chmod(0o755)
    home.mkdir()
    return folder, home


def test_install_puts_it_into_the_menu_and_takes_it_back(installed: tuple[Path, Path]) -> None:
    folder, home = installed
    script, environ = str(folder / "share" / "install.sh"), {"HOME": str(home), "XDG_DATA_HOME": ""}
    done = run("sh", script, **environ)
    assert done.returncode == 0, done.stderr
    applications = home / ".local/share/applications"
    entry = applications / "parley.desktop"
    assert run("desktop-file-validate", str(entry)).stdout == ""
    assert (home / ".local/share/icons/hicolor/48x48/apps/parley.png").exists()
    assert entry_of(entry)["Exec"] == (
        f'"{folder.parent}/Parley & \\\\"friends\\\\" \\\\\\\\o/parley" %u'
    )
    links = home / ".config" / "mimeapps.list"
    links.parent.mkdir(exist_ok=True)
    links.write_text(
        "[Default Applications]\nx-scheme-handler/parley=parley.desktop\na/b=c.desktop\n"
    )
    assert run("sh", script, "remove", **environ).returncode == 0
    assert links.read_text() == "[Default Applications]\na/b=c.desktop\n"
    assert not list(applications.glob("parley*"))
    assert not list(home.rglob("parley.png"))


def test_install_takes_any_good_folder_in_any_locale(installed: tuple[Path, Path]) -> None:
    folder, home = installed
    folder = folder.rename(folder.with_name(os.fsdecode("Müller 花".encode())))
    environ = {"HOME": str(home), "XDG_DATA_HOME": "", "LC_ALL": "C"}
    done = run("sh", str(folder / "share" / "install.sh"), **environ)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("100% Parley", "a % in its name"), (os.fsdecode(b"M\xfcller"), "not UTF-8")],
)
def test_install_says_where_no_menu_finds_it(
    installed: tuple[Path, Path], name: str, reason: str
) -> None:
    folder, home = installed
    folder = folder.rename(folder.with_name(name))
    script, environ = str(folder / "share" / "install.sh"), {"HOME": str(home), "XDG_DATA_HOME": ""}
    done = run("sh", script, **environ)
    assert (done.returncode, done.stdout) == (1, "")
    assert reason in done.stderr
    assert not list(home.iterdir())
    assert run("sh", script, "remove", **environ).returncode == 0


def test_install_goes_by_its_own_folder(installed: tuple[Path, Path]) -> None:
    """Whatever the shell of who starts it looks through for `cd`."""
    folder, home = installed
    start = folder.parent
    script = f"{folder.name}/share/install.sh"
    done = subprocess.run(
        ("sh", script),
        cwd=start,
        env={**os.environ, "HOME": str(home), "XDG_DATA_HOME": "", "CDPATH": f".:{start}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Parley is in the menu now.\n"
