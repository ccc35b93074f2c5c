"""The data folder: what outlives the server, and what happens where that cannot be."""

import os
import stat
from pathlib import Path
from random import Random

import pytest

from chatserver.data import DataFolder, default_data, is_running
from shared.crypto.identity import SEED_SIZE
from shared.disk import DiskError


def open_folder(folder: Path, port: int = 15_000) -> DataFolder:
    return DataFolder(folder, port, Random(1).randbytes)


def test_the_key_is_made_once(tmp_path: Path) -> None:
    first = open_folder(tmp_path / "data")
    first.close()
    second = DataFolder(tmp_path / "data", 1, Random(2).randbytes)
    second.close()
    assert first.seed == second.seed
    assert len(first.seed) == SEED_SIZE
    assert stat.S_IMODE((tmp_path / "data" / "seed").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_one_server_at_a_time_has_a_folder(tmp_path: Path) -> None:
    first = open_folder(tmp_path, port=15_001)
    assert is_running(tmp_path)
    with pytest.raises(DiskError, match="A server on port 15001 already uses"):
        open_folder(tmp_path)
    first.close()
    assert not is_running(tmp_path)
    open_folder(tmp_path).close()


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_damaged_key_is_not_replaced(tmp_path: Path, size: int) -> None:
    (tmp_path / "seed").write_bytes(bytes(size))
    with pytest.raises(DiskError, match="clients will be warned"):
        open_folder(tmp_path)
    assert (tmp_path / "seed").read_bytes() == bytes(size)
    assert not is_running(tmp_path), "the lock is not left behind"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
@pytest.mark.parametrize("name", ["lock", "port", "seed", "server.db", "server.db-journal"])
def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(DiskError, match=f"{name} is no file. Move away what stands there"):
        DataFolder(tmp_path, 15_000, Random(1).randbytes)


def test_a_folder_that_cannot_be_says_which_option_chooses_another(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DiskError, match="choose another --data"):
        open_folder(tmp_path / "file" / "data")


@pytest.mark.skipif(os.name == "nt", reason="POSIX paths")
def test_without_an_option_it_is_where_programs_keep_their_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_data().name == "parley-server"


def test_an_account_without_a_home_is_told_what_to_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_to_find(name: str, appauthor: bool) -> str:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("platformdirs.user_data_dir", fail_to_find)
    with pytest.raises(DiskError, match="Set HOME, or choose a folder with --data"):
        default_data()
