"""Several computers of one: network namespaces, joined by a bridge. Linux, as root."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.processes import Program

TOOLS = ("ip", "nft")
CAN_MAKE = sys.platform == "linux" and os.geteuid() == 0 and all(map(shutil.which, TOOLS))


class NoLan(Exception):
    """Why there can be none here."""


class Computer:
    def __init__(self, space: str) -> None:
        self.space = space

    def sh(self, *words: str) -> str:
        return sh("ip", "netns", "exec", self.space, *words)

    def address(self, address: str) -> None:
        """The only one from now on, as DHCP gives it: 10.78.0.5/24."""
        sh("ip", "-n", self.space, "address", "flush", "dev", "eth0", "scope", "global")
        sh("ip", "-n", self.space, "address", "add", address, "broadcast", "+", "dev", "eth0")

    def drop(self, what: str) -> None:
        """Nothing of that kind comes in or goes out: `udp dport 5353`."""
        for hook in ("input", "output"):
            chain = f"add chain inet w {hook} {{ type filter hook {hook} priority 0 ; }}"
            self.sh("nft", f"add table inet w; {chain}; add rule inet w {hook} {what} drop")

    def start(self, *words: str, stdin: bool = True) -> Program:
        """Python, in that computer; `ip` becomes it, so signals reach it."""
        return Program("ip", "netns", "exec", self.space, sys.executable, *words, stdin=stdin)

    def serve(self, data: Path, *words: str) -> Program:
        """A server that listens."""
        program = self.start("-m", "chatserver", "--data", str(data), *words, stdin=False)
        program.err.expect(lambda line: "listens on UDP port" in line)
        return program


class Lan:
    """`computer` as often as wanted; `close` in the end."""

    def __init__(self) -> None:
        """NoLan where there can be none."""
        if not CAN_MAKE:
            raise NoLan("network namespaces need Linux, root, ip and nft")
        self._mark = f"pl{os.urandom(4).hex()}"
        self._spaces: list[str] = []
        try:
            self._switch = self._space()
            sh("ip", "-n", self._switch, "link", "add", "br0", "type", "bridge")
            sh("ip", "-n", self._switch, "link", "set", "br0", "up")
        except subprocess.CalledProcessError as error:
            self.close()
            raise NoLan(f"no network namespaces here: {error.stderr}") from None

    def computer(self, address: str) -> Computer:
        """Another one, at that address: 10.78.0.5/24."""
        space = self._space()
        port = f"p{len(self._spaces)}"
        ends = ("eth0", "netns", space, "type", "veth", "peer", port, "netns", self._switch)
        sh("ip", "link", "add", *ends)
        sh("ip", "-n", self._switch, "link", "set", port, "master", "br0", "up")
        sh("ip", "-n", space, "link", "set", "eth0", "up")
        made = Computer(space)
        made.address(address)
        return made

    def close(self) -> None:
        for space in self._spaces:
            with contextlib.suppress(subprocess.CalledProcessError):
                sh("ip", "netns", "delete", space)

    def _space(self) -> str:
        space = f"{self._mark}n{len(self._spaces)}"
        sh("ip", "netns", "add", space)
        self._spaces.append(space)
        sh("ip", "-n", space, "link", "set", "lo", "up")
        with contextlib.suppress(subprocess.CalledProcessError):  # no IPv6 here
            no_wait = "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad"
            sh("ip", "netns", "exec", space, "sh", "-c", no_wait)
        return space


def sh(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
