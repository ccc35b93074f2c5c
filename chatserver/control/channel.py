"""The control channel's two ends as this system has them."""

import sys
from pathlib import Path

from chatserver.control.line import Door, Line

if sys.platform == "win32":
    from chatserver.control import pipe

    def open_door(data: Path) -> Door:
        """For the server, which holds the folder's lock. OSError if it cannot be."""
        return pipe.PipeDoor(data)

    def connect(data: Path, timeout_s: float) -> Line:
        """To the server that has this data folder. FileNotFoundError, ConnectionRefusedError: there
        is none; TimeoutError: it does not answer; PermissionError: it is somebody else's."""
        return pipe.connect(data, timeout_s)

    def is_one_of_us(line: Line) -> bool:
        return True  # who has read the key is

    def is_its_server(line: Line, data: Path) -> bool:
        return True  # who has written the key is

else:
    import os

    from chatserver.control import unix

    def open_door(data: Path) -> Door:
        """For the server, which holds the folder's lock. OSError if it cannot be."""
        return unix.SocketDoor(data)

    def connect(data: Path, timeout_s: float) -> Line:
        """To the server that has this data folder. FileNotFoundError, ConnectionRefusedError: there
        is none; TimeoutError: it does not answer; PermissionError: it is somebody else's."""
        return unix.connect(data, timeout_s)

    def is_one_of_us(line: Line) -> bool:
        """Whether a program of this user is at the other end, or of root, who may do anything."""
        return line.owner() in (os.getuid(), 0)

    def is_its_server(line: Line, data: Path) -> bool:
        """Whether the other end may tell us anything: also, where root asks, a server that runs as
        the user whose folder that is. OSError if the folder is gone."""
        is_root = os.getuid() == 0
        return is_one_of_us(line) or (is_root and line.owner() == data.stat().st_uid)
