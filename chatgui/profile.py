"""A person of this computer: an identity, and which installation of it this is.

HOME/profiles/alice-0f8bf11f/seed           the identity: lose it, lose the name
HOME/profiles/alice-0f8bf11f/name           as it is shown; its time is that of the last start
HOME/profiles/alice-0f8bf11f/installation   remade when the folder turns out to be a copy
HOME/profiles/alice-0f8bf11f/history.db     what was said and heard: `chatgui.archive`
HOME/profiles/alice-0f8bf11f/lock           held while a client runs for this person
HOME/profiles/alice-0f8bf11f/doorbell       how that client's window is asked to come up
"""

import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2s
from pathlib import Path
from typing import Final, NamedTuple

import platformdirs

from chatgui.app import words
from chatgui.machine import machine_mark
from chatgui.seed_file import encode_seed, read_seed
from shared.crypto.identity import SEED_SIZE, Identity
from shared.disk import DiskError, Lock, create_file, make_folder, no_access, no_home, replace_file
from shared.names import BadName, check_name, name_key

INSTALLATION_SIZE = 16


LOG: Final = "log/chatgui.log"
"""In the home: where faults of the program are noted."""


def default_home() -> Path:
    """Where profiles and bookmarks are unless the person says otherwise. DiskError: nowhere."""
    try:
        return Path(platformdirs.user_data_dir("parley", appauthor=False))
    except RuntimeError:
        raise no_home("--home") from None


class AlreadyOpen(DiskError):
    """Another client runs for that person; `folder` is where it can be rung for."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(words.ALREADY_RUNNING.format(name=name))
        self.folder = folder


class Known(NamedTuple):
    """A person of this computer. `is_open`: a client runs for them."""

    name: str
    folder: Path
    is_open: bool


class Profile:
    """An open profile; nobody else can open it until `close`."""

    def __init__(self, identity: Identity, installation: bytes, folder: Path, lock: Lock) -> None:
        self.identity = identity
        self.folder = folder
        self.installation = installation
        self._lock = lock

    def close(self) -> None:
        self._lock.release()


def open_profile(home: Path, name: str, random_bytes: Callable[[int], bytes]) -> Profile:
    """The profile of that name, made if there is none; DiskError says why it cannot be had,
    AlreadyOpen if that is because a client has it."""
    folder = _folder(home, name)
    try:
        lock = _lock(folder, name)
        try:
            seed = _keep_seed(folder / "seed", random_bytes)
            installation = _keep_installation(folder, random_bytes)
            _keep_name(folder, name)
            return Profile(Identity(seed), installation, folder, lock)
        except BaseException:
            lock.release()
            raise
    except OSError as error:
        raise no_access(folder, error, "--home") from None


def known_profiles(home: Path) -> list[Known]:
    """The persons of this computer, who was here last first; what cannot be read is left out."""
    found = []
    with suppress(OSError):
        for folder in (home / "profiles").iterdir():
            name = _read_name(home, folder)
            if name and (folder / "seed").exists():
                found.append((_started_at(folder), Known(name, folder, _is_open(folder))))
    return [known for _, known in sorted(found, key=lambda one: (-one[0], one[1].name))]


def export_identity(home: Path, name: str, target: Path) -> None:
    """Write the identity to a new file for another computer; DiskError if that cannot be."""
    try:
        seed = read_seed(_folder(home, name) / "seed")
    except FileNotFoundError:
        raise DiskError(words.NO_IDENTITY.format(name=name, home=home)) from None
    try:
        create_file(target, encode_seed(seed))
    except FileExistsError:
        raise DiskError(words.FILE_EXISTS.format(path=target)) from None
    except OSError as error:
        raise no_access(target, error, "file for --export-identity") from None


def import_identity(home: Path, name: str, source: Path) -> None:
    """Make a profile of an exported identity; DiskError if that person is here already."""
    try:
        seed = read_seed(source)
    except FileNotFoundError:
        raise DiskError(words.NO_SUCH_FILE.format(path=source)) from None
    folder = _folder(home, name)
    try:
        lock = _lock(folder, name)
        try:
            create_file(folder / "seed", encode_seed(seed))
        except FileExistsError:
            raise DiskError(words.IDENTITY_EXISTS.format(name=name, path=folder)) from None
        finally:
            lock.release()
    except OSError as error:
        raise no_access(folder, error, "--home") from None


def _folder(home: Path, name: str) -> Path:
    """A name that every file system keeps apart from all others: ASCII, and a hash of the rest."""
    key = name_key(name)
    shown = "".join(c for c in key if c.isascii())
    return home / "profiles" / f"{shown}-{blake2s(key.encode(), digest_size=4).hexdigest()}"


def _keep_name(folder: Path, name: str) -> None:
    """It is not precious: a disk that does not take it costs a line in a list."""
    path, text = folder / "name", f"{name}\n".encode()
    with suppress(OSError):
        if path.exists() and path.read_bytes() == text:
            os.utime(path)
        else:
            replace_file(path, text)


def _read_name(home: Path, folder: Path) -> str:
    """Empty if it is nobody's. Before names were kept the folder's had to do."""
    kept = folder.name.rpartition("-")[0]
    with suppress(OSError, UnicodeDecodeError):
        kept = (folder / "name").read_text("utf-8").strip()
    try:
        return kept if _folder(home, check_name(kept)) == folder else ""
    except BadName:
        return ""


def _started_at(folder: Path) -> float:
    with suppress(OSError):
        return (folder / "name").stat().st_mtime
    return 0.0


def _is_open(folder: Path) -> bool:
    try:
        Lock(folder / "lock", waits=False).release()
    except OSError:
        return True
    return False


def _lock(folder: Path, name: str) -> Lock:
    make_folder(folder)
    try:
        return Lock(folder / "lock", waits=False)
    except BlockingIOError:
        raise AlreadyOpen(name, folder) from None


def _keep_seed(path: Path, random_bytes: Callable[[int], bytes]) -> bytes:
    try:
        return read_seed(path)
    except FileNotFoundError:
        seed = random_bytes(SEED_SIZE)
        replace_file(path, encode_seed(seed))
        return seed


def _keep_installation(folder: Path, random_bytes: Callable[[int], bytes]) -> bytes:
    """An installation id is not precious: whatever does not fit is made anew."""
    path, mark = folder / "installation", machine_mark(folder)
    with suppress(FileNotFoundError):
        kept = path.read_bytes()
        if len(kept) == INSTALLATION_SIZE + len(mark) and kept.endswith(mark):
            return kept[:INSTALLATION_SIZE]
    installation = random_bytes(INSTALLATION_SIZE)
    replace_file(path, installation + mark)
    return installation
