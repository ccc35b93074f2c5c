import subprocess
from pathlib import Path

import pytest

from build_specs import libraries
from build_specs.libraries import owners, strip_paths


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        ("", []),
        ("$ORIGIN/../x.libs", []),
        ("/home/eva/lib", ["--remove-rpath"]),
        ("/home/eva/lib:$ORIGIN", ["--set-rpath", "$ORIGIN"]),
    ],
)
def test_paths_of_who_built_it_are_taken_away(
    paths: str, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def patchelf(*words: str) -> str:
        asked.append(words)
        return f"{paths}\n"

    monkeypatch.setattr(libraries, "_patchelf", patchelf)
    monkeypatch.setattr(libraries, "WORK", tmp_path / "work")
    library = tmp_path / "libodd.so"
    library.write_bytes(b"ELF")
    found = strip_paths(library, "inside/libodd.so")
    if told:
        assert found == tmp_path / "work/libraries/inside/libodd.so"
        assert list(asked[-1][:-1]) == told
    else:
        assert found == library


def test_debian_says_whose_a_library_is(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "libx11-6:amd64: /usr/lib/x86_64-linux-gnu/libX11.so.6\n"
    done = subprocess.CompletedProcess([], 1, said, "no path found")
    monkeypatch.setattr(libraries.subprocess, "run", lambda *_, **__: done)
    assert owners(["libX11.so.6", "libodd.so"]) == {"libX11.so.6": "libx11-6"}
