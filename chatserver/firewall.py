"""The line that opens the server's port in a firewall, for whoever looks after the computer."""

import os
import shutil
import sys
from collections.abc import Callable
from typing import Final

_SYSTEM_FOLDERS: Final = "/usr/sbin:/sbin:/usr/local/sbin"
"""Where these programs are, though not on the way of everybody who runs a server."""

_LINUX: Final = (
    ("ufw", "sudo ufw allow {port}/udp"),
    (
        "firewall-cmd",
        "sudo firewall-cmd --permanent --add-port={port}/udp && sudo firewall-cmd --reload",
    ),
    ("nft", "sudo nft insert rule inet filter input udp dport {port} accept"),
    ("iptables", "sudo iptables -I INPUT -p udp --dport {port} -j ACCEPT"),
)
_WINDOWS: Final = (
    'netsh advfirewall firewall add rule name="Parley" dir=in action=allow protocol=UDP '
    "localport={port}"
)
_MACOS: Final = (
    "System Settings, Network, Firewall, Options: allow incoming connections for this program"
)


def has_program(name: str) -> bool:
    path = f"{os.environ.get('PATH', '')}{os.pathsep}{_SYSTEM_FOLDERS}"
    return shutil.which(name, path=path) is not None


def opening_line(
    port: int, system: str = sys.platform, has: Callable[[str], bool] = has_program
) -> str:
    """For this system, and the firewall that is installed; of Linux, ufw's if none is found."""
    if system == "win32":
        return _WINDOWS.format(port=port)
    if system == "darwin":
        return _MACOS
    lines = [line for program, line in _LINUX if has(program)]
    return (lines or [_LINUX[0][1]])[0].format(port=port)


def request(port: int, line: str) -> str:
    """The sentence to hand to an administrator."""
    return (
        f"Please let UDP port {port} in on this computer, from the local network; nothing has to "
        f"be opened on any other computer: {line}"
    )
