"""A display of its own for the window's tests, with a window manager, and pictures of it."""

import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

SIZE = (1400, 1000)
Box = tuple[int, int, int, int]
"""Left, top, width, height."""

HEADER = struct.Struct(">25I")
NO_XVFB = (
    "The window's tests need Xvfb and openbox: sudo apt install xvfb openbox; "
    "or leave these tests out with --no-tk."
)


class Screen:
    """Xvfb on a free display number. Without openbox a new dialog does not get the focus."""

    def __init__(self, size: tuple[int, int] = SIZE) -> None:
        self._size = size
        if not shutil.which("Xvfb") or not shutil.which("openbox"):
            raise RuntimeError(NO_XVFB)
        self._folder = tempfile.TemporaryDirectory(prefix="parley-screen-")
        self._server = self._start_server()
        self._manager = self._start_manager()
        self.park_pointer()

    def close(self) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)
            if process.stdout is not None:
                process.stdout.close()
        self._folder.cleanup()

    def end(self) -> None:
        """As at a logout, or when it has crashed."""
        self._server.kill()
        self._server.wait(10)

    def picture(self, path: Path, box: Box | None = None) -> None:
        """Write what is on the screen, or on a part of it, as a PNG."""
        dump = (Path(self._folder.name) / "Xvfb_screen0").read_bytes()
        path.write_bytes(read_dump(dump, box))

    def set_resources(self, text: str) -> None:
        """What xrdb would: for programs that start afterwards; such as "Xft.dpi: 192"."""
        name = "RESOURCE_MANAGER"
        words = ("xprop", "-root", "-f", name, "8s", "-set", name, text + "\n")
        subprocess.run(words, env={**os.environ, "DISPLAY": self.name}, check=True)

    def park_pointer(self) -> None:
        """Where no window opens. At first it stands in the middle, over all of them."""
        if shutil.which("xdotool"):
            words = ("xdotool", "mousemove", str(self._size[0] - 1), str(self._size[1] - 1))
            subprocess.run(words, env={**os.environ, "DISPLAY": self.name}, check=True)

    def _start_server(self) -> "subprocess.Popen[str]":
        screen = f"{self._size[0]}x{self._size[1]}x24"
        options = ["-screen", "0", screen, "-dpi", "96", "-nolisten", "tcp", "-noreset"]
        server = subprocess.Popen(
            ("Xvfb", "-displayfd", "1", "-fbdir", self._folder.name, *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert server.stdout is not None
        self.name = ":" + server.stdout.readline().strip()  # written when it takes clients
        return server

    def _start_manager(self) -> "subprocess.Popen[str]":
        """openbox runs its start-up command when it is ready, so that nobody has to guess."""
        manager = subprocess.Popen(
            ("openbox", "--sm-disable", "--startup", "echo ready"),
            env={**os.environ, "DISPLAY": self.name},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert manager.stdout is not None
        while (line := manager.stdout.readline()) != "ready\n":  # warnings come before it
            assert line, "openbox does not start"
        return manager


def needs_screen() -> bool:
    """Windows and macOS have one already, and no other can be made there."""
    return sys.platform not in ("win32", "darwin")


def read_dump(dump: bytes, box: Box | None = None) -> bytes:
    """A PNG of an xwd dump with 32 bits a pixel, which is what Xvfb keeps in its file."""
    words = HEADER.unpack_from(dump)
    width, height, stride, colours = words[4], words[5], words[12], words[19]
    start = words[0] + 12 * colours
    left, top, width, height = box or (0, 0, width, height)
    lines = []
    for row in range(top, top + height):
        first = start + row * stride + 4 * left
        line = dump[first : first + 4 * width]
        pixels = bytearray(3 * width)
        pixels[0::3], pixels[1::3], pixels[2::3] = line[2::4], line[1::4], line[0::4]
        lines.append(b"\0" + bytes(pixels))
    body = zlib.compress(b"".join(lines), 6)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", body), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
