"""The channel of Windows, on the sockets of Unix, which multiprocessing gives the same calls."""

import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatserver.control.pipe import PipeDoor, PipeLine, connect

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")


class Echo:
    """Accepts in a thread, and says back what it reads."""

    def __init__(self, data: Path) -> None:
        self.door = PipeDoor(data, "AF_UNIX")
        self.troubles: list[Exception] = []
        self.lines: list[PipeLine] = []
        self.is_closed = False
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        while True:
            try:
                line = self.door.accept()
            except OSError:  # closed while this thread still served the line before
                return
            if self.is_closed:
                line.close()
                return
            self.lines.append(line)
            try:
                while frame := line.read(1000, None):
                    line.write(frame)
            except OSError as trouble:
                self.troubles.append(trouble)
            line.close()

    def close(self) -> None:
        self.is_closed = True
        for line in self.lines:
            line.close()
        self.door.close()  # wakes who waits there
        self.thread.join(10)


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[Echo]:
    found = Echo(tmp_path)
    yield found
    found.close()


def test_who_has_the_key_is_heard(echo: Echo, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "control").stat().st_mode) == 0o600
    line = connect(tmp_path, 10)
    for frame in (b"one", b"two" * 100):
        line.write(frame)
        assert line.read(1000, 10) == frame
    line.close()


def test_who_has_another_key_is_not(echo: Echo, tmp_path: Path) -> None:
    named = tmp_path / "control"
    family, address, key, _ = named.read_text().split("\n")
    named.write_text(f"{family}\n{address}\n{'0' * len(key)}\n")
    with pytest.raises(PermissionError):
        connect(tmp_path, 10)


@pytest.mark.parametrize("content", ["", "AF_UNIX\n{folder}/x\n00\n", "AF_UNIX\n/x\nkey\n"])
def test_no_server_is_there(tmp_path: Path, content: str) -> None:
    with pytest.raises(FileNotFoundError):
        connect(tmp_path, 1)
    (tmp_path / "control").write_text(content.format(folder=tmp_path))
    with pytest.raises(FileNotFoundError):
        connect(tmp_path, 1)


def test_the_file_goes_with_the_server(tmp_path: Path) -> None:
    door = PipeDoor(tmp_path, "AF_UNIX")
    door.close()
    assert not (tmp_path / "control").exists()
