"""No sentence of a packaged program sends a person to a Python they have not."""

import ast
import re
from pathlib import Path

import pytest

from shared.program_names import names_of
from tests.support.processes import ROOT

UNPACKED = re.compile(r"run\.py|python3? -m|see chat|usage: chat|chat(?:gui|server) (?:--|ctl)")
SOURCES = sorted(
    path
    for part in ("shared", "chatgui", "chatserver")
    for path in (ROOT / part).rglob("*.py")
    if path.name != "program_names.py"
)


WINDOWS = "parley-server-console parley-console parley-console --terminal parley-server"


@pytest.mark.parametrize(
    ("platform", "wanted"),
    [("linux", "parley-server parley parley --terminal parley-server"), ("win32", WINDOWS)],
)
def test_packaged_programs_go_by_their_files(platform: str, wanted: str) -> None:
    assert " ".join(names_of(True, platform)) == wanted


def test_from_source_they_are_python_s() -> None:
    assert "python" in names_of(False, "linux").server


def sentences(path: Path) -> list[str]:
    """Every text in it but docstrings, which packaged programs show nobody."""
    tree = ast.parse(path.read_text("utf-8"))
    notes = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [node.value for node in texts if isinstance(node.value, str) and node not in notes]


def test_all_sentences_take_the_names_from_there() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), text)
        for path in SOURCES
        for text in sentences(path)
        if UNPACKED.search(text)
    ]
    assert not found
