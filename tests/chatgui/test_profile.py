import os
import shutil
import stat
from pathlib import Path
from random import Random

import pytest

from chatgui.profile import (
    AlreadyOpen,
    default_home,
    export_identity,
    import_identity,
    known_profiles,
    open_profile,
)
from shared.disk import DiskError

random_bytes = Random(1).randbytes


def facts(home: Path, name: str) -> tuple[bytes, bytes]:
    """(identity, installation) of a profile that nobody has open."""
    profile = open_profile(home, name, random_bytes)
    profile.close()
    return profile.identity.public, profile.installation


def seed_of(home: Path) -> Path:
    return next(home.glob("profiles/*/seed"))


def test_a_person_stays_the_same_and_two_names_are_two_people(tmp_path: Path):
    ann = facts(tmp_path, "ann")
    bob = facts(tmp_path, "bob")
    assert facts(tmp_path, "ann") == ann
    assert facts(tmp_path, "ANN") == ann, "equal names are one person"
    assert not set(ann) & set(bob)


@pytest.mark.parametrize("name", ["con", "a.", "日本", "Jörg", "aux", "x" * 32])
def test_any_name_has_a_folder(tmp_path: Path, name: str):
    facts(tmp_path, name)
    (folder,) = (tmp_path / "profiles").iterdir()
    assert folder.name.isascii()
    assert folder.name[-1].isalnum()
    assert folder.name not in ("con", "aux")


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX's")
def test_everything_is_private(tmp_path: Path):
    facts(tmp_path / "home", "ann")
    for path in [tmp_path / "home", *(tmp_path / "home").rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_one_person_runs_once(tmp_path: Path):
    profile = open_profile(tmp_path, "ann", random_bytes)
    with pytest.raises(AlreadyOpen, match="Ann is running on this computer already") as caught:
        open_profile(tmp_path, "Ann", random_bytes)
    assert caught.value.folder == profile.folder, "there it can be rung for"
    open_profile(tmp_path, "bob", random_bytes).close()
    profile.close()
    open_profile(tmp_path, "ann", random_bytes).close()


def test_a_copied_folder_is_the_same_person_at_another_installation(tmp_path: Path):
    ann = facts(tmp_path / "a", "ann")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    copy = facts(tmp_path / "b", "ann")
    assert copy[0] == ann[0]
    assert copy[1] != ann[1]
    assert facts(tmp_path / "b", "ann") == copy
    assert facts(tmp_path / "a", "ann") == ann


@pytest.mark.parametrize("content", [b"", b"x", b"\xff" * 40, bytes(32)])
def test_a_damaged_installation_is_made_anew(tmp_path: Path, content: bytes):
    ann = facts(tmp_path, "ann")
    next(tmp_path.glob("profiles/*/installation")).write_bytes(content)
    again = facts(tmp_path, "ann")
    assert again[0] == ann[0]
    assert again[1] != ann[1]


def test_a_damaged_identity_is_never_overwritten(tmp_path: Path):
    facts(tmp_path, "ann")
    seed_of(tmp_path).write_bytes(b"not an identity")
    for _ in range(2):
        with pytest.raises(DiskError, match="Nothing was changed"):
            open_profile(tmp_path, "ann", random_bytes)
    assert seed_of(tmp_path).read_bytes() == b"not an identity"


def test_a_home_that_cannot_be_used_is_one_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="cannot be used") as told:
        open_profile(tmp_path / "file", "ann", random_bytes)
    assert "\n" not in str(told.value)


def test_an_identity_moves_to_another_home(tmp_path: Path):
    ann = facts(tmp_path / "a", "ann")
    exported = tmp_path / "ann.txt"
    export_identity(tmp_path / "a", "ann", exported)
    if os.name != "nt":
        assert stat.S_IMODE(exported.stat().st_mode) == 0o600
    import_identity(tmp_path / "b", "anna", exported)
    moved = facts(tmp_path / "b", "anna")
    assert moved[0] == ann[0]
    assert moved[1] != ann[1]


def test_exporting_overwrites_nothing_and_needs_an_identity(tmp_path: Path):
    target = tmp_path / "ann.txt"
    with pytest.raises(DiskError, match="no identity of ann"):
        export_identity(tmp_path, "ann", target)
    facts(tmp_path, "ann")
    target.write_text("mine")
    with pytest.raises(DiskError, match="exists already"):
        export_identity(tmp_path, "ann", target)
    assert target.read_text() == "mine"
    with pytest.raises(DiskError, match="choose another file for --export-identity"):
        export_identity(tmp_path, "ann", tmp_path / "nowhere" / "ann.txt")


def test_importing_replaces_nobody(tmp_path: Path):
    facts(tmp_path / "a", "ann")
    exported = tmp_path / "ann.txt"
    export_identity(tmp_path / "a", "ann", exported)
    bob = facts(tmp_path / "b", "bob")
    with pytest.raises(DiskError, match="bob has an identity here already"):
        import_identity(tmp_path / "b", "bob", exported)
    assert facts(tmp_path / "b", "bob") == bob
    with pytest.raises(DiskError, match="is not there"):
        import_identity(tmp_path / "b", "ann", tmp_path / "none")
    exported.write_text("parley-identity-1 00 11")
    with pytest.raises(DiskError, match="damaged"):
        import_identity(tmp_path / "b", "carl", exported)


def test_the_usual_home_is_the_systems(monkeypatch, tmp_path: Path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_home().name == "parley"


def test_who_is_known_here(tmp_path: Path):
    assert known_profiles(tmp_path) == []
    for age, name in enumerate(("Ann", "Jörg")):
        facts(tmp_path, name)
        os.utime(open_and_close(tmp_path, name) / "name", (1000 - age, 1000 - age))
    (tmp_path / "profiles" / "not-one").mkdir()
    bob = open_profile(tmp_path, "bob", random_bytes)
    known = known_profiles(tmp_path)
    assert [(one.name, one.is_open) for one in known] == [
        ("bob", True),
        ("Ann", False),
        ("Jörg", False),
    ]
    assert known[0].folder == bob.folder
    bob.close()


def test_a_profile_without_its_name_has_that_of_its_folder(tmp_path: Path):
    for name in ("Ann", "Jörg"):
        (open_and_close(tmp_path, name) / "name").unlink()
    assert [one.name for one in known_profiles(tmp_path)] == ["ann"]
    (open_and_close(tmp_path, "ann") / "name").write_text("somebody else")
    assert known_profiles(tmp_path) == []


def open_and_close(home: Path, name: str) -> Path:
    profile = open_profile(home, name, random_bytes)
    profile.close()
    return profile.folder


def test_an_account_without_a_home_is_told_what_to_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_data_dir", fail_to_find)
    with pytest.raises(DiskError, match="Set HOME, or choose a folder with --home"):
        default_home()


def fail_to_find(name: str, appauthor: bool) -> str:
    raise RuntimeError("could not determine the home directory")
