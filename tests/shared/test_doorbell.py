import queue
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.doorbell import NONCE_SIZE, PROOF_SIZE, Doorbell, ring

Links = queue.SimpleQueue[str]


@pytest.fixture
def links(tmp_path: Path) -> Iterator[Links]:
    """What was heard at the door of `tmp_path`."""
    heard: Links = queue.SimpleQueue()
    bell = Doorbell(tmp_path, heard.put)
    yield heard
    bell.close()


def test_who_rings_is_heard_and_hands_a_link_over(tmp_path: Path, links: Links) -> None:
    assert ring(tmp_path)
    assert ring(tmp_path, "parley://chat.example:15000/#Käse")
    assert [links.get(timeout=20), links.get(timeout=20)] == [
        "",
        "parley://chat.example:15000/#Käse",
    ]


def test_nobody_answers_where_no_window_is_open(tmp_path: Path) -> None:
    assert not ring(tmp_path)
    bell = Doorbell(tmp_path, print)
    bell.close()
    assert not (tmp_path / "doorbell").exists()
    assert not ring(tmp_path)


@pytest.mark.parametrize("content", [b"", b"1", b"x y", b"99999999 ab", b"1 zz", b"\xff 1"])
def test_a_damaged_file_is_nobody(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "doorbell").write_bytes(content)
    assert not ring(tmp_path)


def test_only_the_owner_reads_the_key(tmp_path: Path, links: Links) -> None:
    assert (tmp_path / "doorbell").stat().st_mode & 0o077 == 0


def test_without_the_key_nobody_rings(tmp_path: Path, links: Links) -> None:
    port = int((tmp_path / "doorbell").read_text().split()[0])
    with socket.create_connection(("127.0.0.1", port), 20) as sock:
        sock.sendall(bytes(NONCE_SIZE + PROOF_SIZE) + b"parley://evil\n")
        with sock.makefile("rb") as answer:
            assert len(answer.read()) == PROOF_SIZE
    assert ring(tmp_path, "good")
    assert links.get(timeout=20) == "good"


def test_a_stranger_at_the_port_is_not_told_the_link(tmp_path: Path) -> None:
    """The file is of a window that was killed, and the port somebody else's now."""
    told: list[bytes] = []

    def listen(server: socket.socket) -> None:
        peer, _ = server.accept()
        with peer:
            peer.sendall(bytes(PROOF_SIZE))
            while data := peer.recv(4096):
                told.append(data)

    with socket.create_server(("127.0.0.1", 0)) as server:
        stranger = threading.Thread(target=listen, args=(server,))
        stranger.start()
        (tmp_path / "doorbell").write_text(f"{server.getsockname()[1]} {'00' * 32}")
        assert not ring(tmp_path, "parley://secret")
        stranger.join(20)
    assert len(b"".join(told)) == NONCE_SIZE
