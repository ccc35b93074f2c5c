"""How pictures are taken: each of a program of its own, on a screen of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from tests.support.processes import ROOT
from tests.support.screen import Screen


class Shot(Protocol):
    @property
    def dpi(self) -> int: ...


def take(
    module: str, shots: Mapping[str, Shot], size: tuple[int, int], folder: Path, names: list[str]
) -> None:
    """All pictures, or those. `python -m MODULE --show NAME` opens a window, says where it is as
    one line of JSON, and stays until a line comes."""
    folder.mkdir(parents=True, exist_ok=True)
    screen = Screen(size)
    try:
        for name in names or list(shots):
            screen.set_resources(f"Xft.dpi: {shots[name].dpi}")
            _take_one(screen, module, name, folder / f"{name}.png")
    finally:
        screen.close()


def _take_one(screen: Screen, module: str, name: str, path: Path) -> None:
    command = (sys.executable, "-m", module, "--show", name)
    environ = {**os.environ, "DISPLAY": screen.name}
    shown = subprocess.Popen(
        command, cwd=ROOT, env=environ, text=True, stdout=subprocess.PIPE, stdin=subprocess.PIPE
    )
    assert shown.stdout is not None
    said = shown.stdout.readline()
    if said:
        screen.picture(path, json.loads(said))
    shown.communicate("\n")
    if shown.returncode or not said:
        raise SystemExit(f"{name}: the window did not come up")
