"""A real server on one folder and one port, and people at real clients; all of them may be killed.

What everybody typed and what was printed is kept, over all starts, to be judged in the end.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from tests.support.history import Finding, History, Said
from tests.support.ports import free_port
from tests.support.processes import Program, client
from tests.support.records import Records, read_records


class Site:
    """`start` and `kill` the server by turns. `names`: who will be here; each has a home."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self.port = free_port()
        self.people = {name: Person(name, folder / name, self.port) for name in names}
        self.said: list[Said] = []
        data = str(folder / "server")
        self._words = ("-m", "chatserver", "--data", data, "-a", "127.0.0.1", "--no-announce")
        self._server: Program | None = None

    def start(self) -> None:
        """Returns when it listens."""
        words = (*self._words, "-p", str(self.port))
        self._server = Program(sys.executable, *words, "--guests", "loopback", stdin=False)
        self._server.err.expect(lambda line: "listens on UDP port" in line)

    def kill(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.process.kill()
            server.close()

    def meet(self) -> None:
        """Returns when everybody is in: what is said from now on is for all of them."""
        wanted = "list: " + " ".join(sorted(self.people))
        for person in self.people.values():
            while person.ask_list() != wanted:
                pass

    def say(self, speaker: str, text: str, to: tuple[str, ...] = ()) -> None:
        """To everyone, or to those people."""
        names = to or ("everyone",)
        others = frozenset(to or self.people) - {speaker}
        self.said.append(Said(speaker, text, others, others))
        self.people[speaker].type(f"msg {len(names)} {' '.join(names)} {text}\n")

    def judge(self, entered: set[str] | None = None) -> list[Finding]:
        """When all clients have ended. What was typed and not `entered` counts as never said."""
        said = [said for said in self.said if entered is None or said.text in entered]
        shown, kept = History(said=said), History(said=said)
        for person in self.people.values():
            records = person.records
            shown.show(person.name, person.name, person.printed)
            kept.show(person.name, person.name, records.heard)
            for history in (shown, kept):
                history.committed += records.committed
                history.refused.update(records.refused)
        seen = [found for found in shown.judge() if found.kind != "lost"]
        return seen + kept.judge()

    def close(self) -> None:
        self.kill()
        for person in self.people.values():
            person.kill()


class Person:
    """At a client of their own. `printed`: the texts of all messages shown, over all its starts."""

    def __init__(self, name: str, home: Path, port: int) -> None:
        self.name = name
        self.printed: list[str] = []
        self._home = home
        self._port = port
        self.program: Program | None = None

    def start(self) -> None:
        self.program = client(self._port, self.name, "--home", str(self._home), door="native")

    def type(self, text: str) -> None:
        assert self.program is not None
        self.program.type(text)

    def ask_list(self) -> str:
        assert self.program is not None
        self.type("list\n")
        return self.program.out.expect(lambda line: line.startswith("list:"))

    def wait_for(self, texts: set[str]) -> None:
        """All of them are shown, in whatever order."""
        assert self.program is not None
        missing = set(texts)
        while missing:
            line = self.program.out.expect(lambda line: line.startswith("msg: "))
            missing.discard(line.split(": ", 2)[2])

    def quit(self) -> int:
        assert self.program is not None
        self.type("quit\n")
        code = self.program.wait()
        self.kill()
        return code

    def kill(self) -> None:
        program, self.program = self.program, None
        if program is not None:
            program.process.kill()
            program.process.wait()
            lines = [line.split(": ", 2) for line in program.out.rest()]
            self.printed += [line[2] for line in lines if line[0] == "msg"]
            program.close()

    @property
    def records(self) -> Records:
        """What stands in their archive. Look while no client runs."""
        found = list(self._home.glob("profiles/*/history.db"))
        return read_records(found[0] if found else self._home / "none")
