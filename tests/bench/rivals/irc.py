"""ngircd, and clients that sit in one channel."""

import re

from tests.bench.rivals.server import Server, output_of
from tests.bench.rivals.stream import StreamClient

CONFIG = """\
[Global]
Name = irc.bench.test
Info = benchmark
Listen = 127.0.0.1
Ports = {port}
MotdPhrase = hello
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxPenaltyTime = 0
MaxNickLength = 20
[Options]
DNS = no
Ident = no
PAM = no
SyslogFacility = local1
"""


class Irc(Server):
    title = "ngircd"
    program = "ngircd"
    package = "ngircd"

    @classmethod
    def version(cls) -> str:
        found = re.search(r"ngIRCd ([\d.]+)", output_of("ngircd", "--version"))
        return found[1] if found else "?"

    def command(self) -> list[str]:
        config = self.folder / "ngircd.conf"
        config.write_text(CONFIG.format(port=self.port))
        return ["ngircd", "-n", "-f", str(config)]

    def client(self, number: int, *, listens: bool = True) -> "IrcClient":
        """All are in the channel, who speaks too: it hears everybody but itself."""
        return IrcClient(self.port, number)


class IrcClient(StreamClient):
    def __init__(self, port: int, number: int) -> None:
        super().__init__(port, number)
        self._write(b"NICK c%d\r\nUSER c%d 0 * :c\r\n" % (number, number))

    def frame(self, text: bytes) -> bytes:
        return b"PRIVMSG #bench :" + text + b"\r\n"

    def parse(self, data: bytes) -> tuple[list[bytes], bytes]:
        *lines, rest = data.split(b"\r\n")
        texts = []
        for line in lines:
            if b" PRIVMSG " in line:
                texts.append(line[line.index(b" :") + 2 :])
            else:
                self._mind(line)
        return texts, rest

    def _mind(self, line: bytes) -> None:
        if line.startswith(b"PING"):
            self._write(b"PONG" + line[4:] + b"\r\n")
        elif b" 001 " in line:
            self._write(b"JOIN #bench\r\n")
        elif b" 366 " in line:  # the end of the names: we are in
            self.is_in = True
        elif line.startswith(b"ERROR"):
            raise RuntimeError(f"ngircd refuses: {line.decode(errors='replace')}")
