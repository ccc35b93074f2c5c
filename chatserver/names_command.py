"""`python -m chatserver names list|release NAME`: the names a server keeps, also while it rests.

While it runs it is asked, as `ctl` does, and frees the name itself."""

import argparse
import sys
from pathlib import Path

from chatserver.control.answers import Refused
from chatserver.control.client import ControlClient, ControlError
from chatserver.control.operations import ReleaseName
from chatserver.control.shown import show
from chatserver.data import check_files, default_data, is_running
from chatserver.operator.names import describe_names
from chatserver.store.database import Database
from shared.disk import DiskError, no_access
from shared.names import name_key
from shared.program_names import TYPED


def run_names(words: list[str]) -> int:
    """Exit code 0 if done, 2 if it could not be."""
    parser = argparse.ArgumentParser(
        prog=f"{TYPED.server} names", description="Show the names that are kept, or free one."
    )
    parser.add_argument("what", choices=("list", "release"))
    parser.add_argument("name", nargs="?", help="the name to free")
    parser.add_argument("--data", metavar="DIR", help="the server's data folder")
    options = parser.parse_args(words)
    if options.what == "release" and not options.name:
        parser.error("release needs the NAME to free")
    folder = Path(options.data) if options.data else default_data()
    try:
        print(_list(folder) if options.what == "list" else _release(folder, options.name))
    except DiskError as trouble:
        print(trouble, file=sys.stderr)
        return 2
    except OSError as error:
        print(no_access(folder, error, "--data"), file=sys.stderr)
        return 2
    return 0


def _list(folder: Path) -> str:
    database = _open(folder)
    try:
        return describe_names([person for person in database.people() if person.name])
    finally:
        database.close()


def _release(folder: Path, name: str) -> str:
    database = _open(folder)
    try:
        if is_running(folder):
            return _ask_to_release(folder, name)
        for person in database.people():
            if name_key(person.name) == name_key(name):
                database.save_people({person.id: None})
                return f"The name {person.name} is free."
    finally:
        database.close()
    raise DiskError(f"Nobody owns the name '{name}' there.")


def _ask_to_release(folder: Path, name: str) -> str:
    client = ControlClient(folder)
    try:
        answer = client.ask(ReleaseName(name))
    except ControlError as trouble:
        raise DiskError(f"A server is running there, and cannot be asked: {trouble}") from None
    finally:
        client.close()
    if isinstance(answer, Refused):
        raise DiskError(answer.text)
    return show(answer)


def _open(folder: Path) -> Database:
    check_files(folder)
    path = folder / "server.db"
    if not path.exists():
        raise DiskError(f"No server has kept anything in {folder}; --data names another folder.")
    return Database(path)
