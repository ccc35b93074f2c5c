import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from chatgui.disk import Lock, create_file, locked, make_folder, replace_file

posix = pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_files_and_folders_are_private_whatever_the_umask(tmp_path: Path):
    old = os.umask(0)
    try:
        make_folder(tmp_path / "a")
        create_file(tmp_path / "a" / "new", b"1")
        replace_file(tmp_path / "a" / "replaced", b"2")
    finally:
        os.umask(old)
    assert mode(tmp_path / "a") == 0o700
    assert mode(tmp_path / "a" / "new") == mode(tmp_path / "a" / "replaced") == 0o600


def test_replacing_leaves_nothing_else_behind(tmp_path: Path):
    path = tmp_path / "file"
    for data in (b"first", b"second"):
        replace_file(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_replacement_that_fails_keeps_the_old_content(tmp_path: Path, monkeypatch):
    path = tmp_path / "file"
    replace_file(path, b"old")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_creating_never_overwrites(tmp_path: Path):
    path = tmp_path / "file"
    create_file(path, b"old")
    with pytest.raises(FileExistsError):
        create_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_lock_is_held_by_one_process_and_gone_with_it(tmp_path: Path):
    path = tmp_path / "lock"
    hold = "import sys; from pathlib import Path; from chatgui.disk import Lock\n"
    hold += "lock = Lock(Path(sys.argv[1]), waits=False); print('held', flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        with pytest.raises(BlockingIOError):
            Lock(path, waits=False)
        process.kill()
        process.wait()
    Lock(path, waits=False).release()
    with locked(path), pytest.raises(BlockingIOError):
        Lock(path, waits=False)
