import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from build_specs.contents import CLIENT, SERVER
from shared.desktop import siblings
from shared.desktop.siblings import NotStarted, client_command, server_command, start, start_server


@pytest.fixture(autouse=True)
def waited() -> Iterator[None]:
    yield
    for thread in threading.enumerate():
        if thread.name.startswith(("waits for", "reads a program")):
            thread.join(20)


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Both programs in one folder, this being the client."""
    for name in ("parley", "parley-server"):
        (tmp_path / name).touch()
    be_client(monkeypatch, tmp_path / "parley")
    return tmp_path


def be_client(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """With its own package inside, and not the server's."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(path))
    monkeypatch.setitem(sys.modules, "chatgui", ModuleType("chatgui"))
    monkeypatch.delitem(sys.modules, "chatserver", raising=False)


def play(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A server that is such a script."""
    monkeypatch.setattr(
        siblings, "server_command", lambda *words: [sys.executable, "-c", script, *words]
    )


def test_from_source_it_is_this_python() -> None:
    assert server_command("-p", "1") == [sys.executable, "-m", "chatserver", "-p", "1"]
    assert client_command() == [sys.executable, "-m", "chatgui"]


def test_packaged_it_is_the_program_beside(packaged: Path) -> None:
    assert server_command("--tray") == [str(packaged / "parley-server"), "--tray"]
    assert client_command() == [str(packaged / "parley")]


def test_a_program_knows_itself_under_another_name(
    packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    downloaded = packaged / "parley-onefile-linux-x86_64"
    monkeypatch.setattr(sys, "executable", str(downloaded))
    assert client_command("--hidden") == [str(downloaded), "--hidden"]
    monkeypatch.setattr(sys, "executable", str(packaged / "parley-0.1.0"))
    assert server_command() == [str(packaged / "parley-server")], "a version is no suffix"
    monkeypatch.setattr(sys, "executable", str(packaged / "parley-console"))
    assert client_command() == [str(packaged / "parley")], "its twin opens no console"


def test_windows_has_its_suffix_on_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "parley-server.exe").touch()
    be_client(monkeypatch, tmp_path / "parley-0.1.0.exe")
    assert server_command() == [str(tmp_path / "parley-server.exe")]


def test_macos_has_a_bundle_for_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All programs are in each; the server is no window in its own alone."""
    ours, other = (tmp_path / f"{one.title}.app/Contents/MacOS" for one in (CLIENT, SERVER))
    for folder in (ours, other):
        folder.mkdir(parents=True)
        for one in (CLIENT, SERVER):
            (folder / one.name).touch()
    be_client(monkeypatch, ours / "parley")
    assert server_command() == [str(other / "parley-server")]
    (other / "parley-server").unlink()
    assert server_command() == [str(ours / "parley-server")]


def test_a_sibling_that_is_missing_is_said(packaged: Path) -> None:
    (packaged / "parley-server").unlink()
    with pytest.raises(NotStarted, match=r"^parley-server is missing beside this program\."):
        start(server_command())


def test_what_is_started_is_in_no_session_of_ours(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    script = f"import os; open({str(mark)!r}, 'w').write(str(os.getsid(0) == os.getpid()))"
    start([sys.executable, "-c", script])
    for thread in threading.enumerate():
        if thread.name.startswith("waits for"):
            thread.join(20)
    assert mark.read_text() == "True"


def test_a_line_for_it_is_on_no_command_line(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    script = f"import sys; open({str(mark)!r}, 'w').write(f'{{sys.argv}} {{sys.stdin.read()}}')"
    start([sys.executable, "-c", script], "a secret")
    for thread in threading.enumerate():
        if thread.name.startswith("waits for"):
            thread.join(20)
    assert mark.read_text() == "['-c'] a secret\n"


def test_a_server_says_its_link_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import os, sys, time; print('parley://127.0.0.1:9/key', flush=True)\n"
        "null = os.open(os.devnull, os.O_RDWR)\n"
        "os.dup2(null, 1); os.dup2(null, 2); time.sleep(0.2)"
    )
    play(monkeypatch, script)
    assert start_server() == "parley://127.0.0.1:9/key"


def test_its_last_complaint_is_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, "import sys; sys.exit('What comes before.\\nThe disk is full.')")
    with pytest.raises(NotStarted, match=r"^The server did not start\. The disk is full\.$"):
        start_server()


def test_one_that_is_silent_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(NotStarted, match="within 0 seconds"):
        start_server(patience_s=0.1)


def test_our_libraries_are_not_its(packaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_PYI_ARCHIVE_FILE", "/opt/parley/parley")
    script = packaged / "parley-server"
    script.write_text(
        "#!/bin/sh\necho parley://$PYINSTALLER_RESET_ENVIRONMENT-$_PYI_ARCHIVE_FILE-\n"
    )
    script.chmod(0o700)
    assert start_server() == "parley://1--"
