"""Private files, whole or not at all, and locks."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shared import disk
from shared.disk import (
    Lock,
    create_file,
    create_stream,
    locked,
    make_folder,
    name_aside,
    no_access,
    replace_file,
)

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX rights")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_files_and_folders_are_their_owners_alone(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    create_file(tmp_path / "a" / "b" / "new", b"x")
    (tmp_path / "open").write_bytes(b"old")
    (tmp_path / "open").chmod(0o644)
    replace_file(tmp_path / "open", b"new")
    assert mode(tmp_path / "a" / "b") == 0o700
    assert mode(tmp_path / "a" / "b" / "new") == mode(tmp_path / "open") == 0o600


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    for content in (b"old", b"", b"new" * 1000):
        replace_file(tmp_path / "file", content)
        assert (tmp_path / "file").read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_a_crash_left_behind_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / f"file.{os.getpid()}.new").write_bytes(b"half")
    replace_file(tmp_path / "file", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    replace_file(tmp_path / "file", b"old")
    monkeypatch.setattr(disk.os, step, fail)
    with pytest.raises(OSError, match="No space"):
        replace_file(tmp_path / "file", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_new_file_does_not_replace_another(tmp_path: Path) -> None:
    create_file(tmp_path / "file", b"first")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "file", b"second")
    assert (tmp_path / "file").read_bytes() == b"first"


def test_a_folder_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    make_folder(tmp_path)
    assert (tmp_path / "file").exists()


def test_a_lock_is_held_once_and_free_when_released(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock", waits=False)
    with pytest.raises(BlockingIOError):
        Lock(tmp_path / "lock", waits=False)
    lock.release()
    Lock(tmp_path / "lock", waits=False).release()


def test_a_lock_is_free_when_its_process_is_gone(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from shared.disk import Lock;"
        "lock = Lock(Path(sys.argv[1]), waits=False); print('held', flush=True); sys.stdin.read()"
    )
    root = Path(disk.__file__).parents[1]
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "lock")],
        cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(BlockingIOError):
            Lock(tmp_path / "lock", waits=False)
        holder.kill()
    with locked(tmp_path / "lock"):
        pass


def test_the_lock_is_released_whatever_happens_inside(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inside"), locked(tmp_path / "lock"):
        raise ValueError("inside")
    Lock(tmp_path / "lock", waits=False).release()


def test_trouble_is_a_sentence_with_the_path_and_the_way_out() -> None:
    error = PermissionError(13, "Permission denied", "/data/seed")
    assert str(no_access(Path("/data"), error, "--data")) == (
        "/data/seed cannot be used (Permission denied). Mend its rights, or choose another --data."
    )
    full = OSError(errno.ENOSPC, "No space left on device", "/data/seed")
    assert str(no_access(Path("/data"), full, "--data")) == (
        "/data/seed cannot be used (No space left on device). Make room on that disk, or choose "
        "another --data."
    )
    assert str(no_access(Path("/data"), OSError(), "--home")).startswith("/data cannot be used (")


def test_a_stream_overwrites_nothing_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "all.txt"
    with create_stream(path) as file:
        file.write("ä\n")
    assert path.read_bytes() == "ä\n".encode()
    with pytest.raises(FileExistsError), create_stream(path):
        pass
    assert path.read_bytes() == "ä\n".encode()
    with pytest.raises(TypeError), create_stream(tmp_path / "half") as file:
        file.writelines(("x" * 10**5, None))  # type: ignore[list-item]
    assert not (tmp_path / "half").exists()


def test_what_is_damaged_is_kept_beside_what_was_damaged_before(tmp_path: Path) -> None:
    for name in ("history.damaged", "history.damaged-2", "history.damaged-3"):
        aside = name_aside(tmp_path / "history.db")
        assert aside == tmp_path / name
        aside.touch()
    assert name_aside(tmp_path / "bookmarks") == tmp_path / "bookmarks.damaged"
