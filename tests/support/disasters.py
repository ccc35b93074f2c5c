"""A random schedule of disasters over a village that talks; all of it drawn from one seed."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.support.clients import SERVER_AT
from tests.support.disk import Disk, Disks, Files, remember
from tests.support.fakenet import Link, options
from tests.support.history import Finding, describe
from tests.support.inhabitant import Inhabitant
from tests.support.village import Village

TALK_S = 30.0
PATIENCE_S = 240.0
"""Pauses grow to 30 s, of clients that come back and of messages that could not be saved."""

QUIET_S = 5.0
"""Behind the last word: whatever comes twice has time to come."""

TEN_YEARS_S = 10 * 365.25 * 86400
NAMES = ("ann", "bob", "carl", "dora", "eve")
TROUBLES = ("database or disk is full", "disk I/O error", "attempt to write a readonly database")


class Disasters:
    """`run` it in a folder of its own, inside `Disks`; the findings should be none."""

    def __init__(self, seed: int, folder: Path, disks: Disks) -> None:
        self.rng = rng = Random(f"disasters {seed}")
        link = Link.draw(rng) if rng.random() < 0.7 else Link()
        self.log = [f"seed {seed}: {options(link)}"]
        # Guests off: a packet with a bit flipped may be somebody's line.
        self.village = Village(seed, folder, disks, link, "--guests", "off")
        self._begin = self.village.now
        self._number = 0
        self._places = 0
        for name in NAMES[: rng.randrange(2, 5)]:
            self._move_in(name)
        self._plan_talk(rng.randrange(10, 40))
        for _ in range(rng.randrange(1, 10)):
            self._plan_fault()

    def run(self) -> list[Finding]:
        village = self.village
        village.run(self._begin + TALK_S)
        self._heal()
        village.run_until(lambda: not village.judge(), PATIENCE_S, step=1.0)
        village.run(village.now + QUIET_S)
        # A home put back as late as this is told again what it lacks.
        village.run_until(lambda: not village.judge(), PATIENCE_S, step=1.0)
        return village.judge()

    def describe(self, findings: list[Finding]) -> str:
        console = [f"server: {line}" for line in self.village.premises.console.warnings]
        return "\n".join([*self.log, *console, describe(findings)])

    # --- talk ---------------------------------------------------------------------------------

    def _plan_talk(self, messages: int) -> None:
        for _ in range(messages):
            self._at(self.rng.uniform(0.5, TALK_S), self._say_something)

    def _say_something(self) -> None:
        speaker = self.rng.choice(self._running() or [None])
        others = [name for name in self._names() if speaker and name != speaker.name]
        if speaker is None or not others:
            return
        self._number += 1
        size = self.rng.choice((0, 0, 0, 0, 100, 3000, 20_000))
        names: tuple[str, ...] = ("everyone",)
        if self.rng.random() < 0.5:
            names = tuple(sorted(self.rng.sample(others, self.rng.randrange(1, len(others) + 1))))
        text = f"{self._number} {speaker.screen} to {' '.join(names)} {'x' * size}"
        self.village.say(speaker.screen, text, names)

    def _running(self) -> list[Inhabitant]:
        return [person for person in self.village.people.values() if person.session is not None]

    def _names(self) -> list[str]:
        return sorted({person.name for person in self.village.people.values()})

    # --- faults -------------------------------------------------------------------------------

    def _plan_fault(self) -> None:
        at = self.rng.uniform(0.0, TALK_S)
        fault: Callable[[], str] = self.rng.choice(
            (
                self._change_links,
                self._cut_off,
                self._move,
                self._doze,
                self._suspend_server,
                self._set_clock,
                self._crash_server,
                self._crash_server,
                self._blow_server,
                self._blow_server,
                self._trouble_server,
                self._end_client,
                self._blow_client,
                self._trouble_client,
                self._restore_client,
                self._newcomer,
                self._other_place,
            )
        )
        self._at(at, lambda: self._note(fault))

    def _at(self, after_s: float, call: Callable[[], None]) -> None:
        self.village.call_at(self._begin + after_s, call)

    def _later(self, low_s: float, high_s: float, call: Callable[[], None]) -> None:
        self.village.call_at(self.village.now + self.rng.uniform(low_s, high_s), call)

    def _note(self, fault: Callable[[], str]) -> None:
        told = fault()
        self.log.append(f"at {self.village.now - self._begin:.3f} s: {fault.__name__} {told}")

    def _somebody(self) -> Inhabitant:
        return self.rng.choice(self._running() or list(self.village.people.values()))

    def _change_links(self) -> str:
        link = self.village.net.default = Link.draw(self.rng)
        return options(link)

    def _cut_off(self) -> str:
        person = self._somebody()
        net, address = self.village.net, person.address
        net.partition(address, SERVER_AT)
        self._later(0.1, 20.0, lambda: net.partition(address, SERVER_AT, is_cut=False))
        return person.screen

    def _move(self) -> str:
        person, rng = self._somebody(), self.rng
        address = (f"10.1.{rng.randrange(256)}.{rng.randrange(1, 255)}", rng.randrange(1024, 65536))
        self.village.move(person.screen, address)
        return f"{person.screen} to {address}"

    def _doze(self) -> str:
        person = self._somebody()
        person.asleep_until = self.village.now + self.rng.choice((0.5, 5.0, 60.0))
        return f"{person.screen} until {person.asleep_until - self._begin:.3f}"

    def _suspend_server(self) -> str:
        seconds = self.rng.choice((0.5, 5.0, 60.0, 200.0))
        self.village.premises.sleep(self.village.now + seconds)
        return f"for {seconds} s"

    def _set_clock(self) -> str:
        by_s = self.rng.choice((-TEN_YEARS_S, TEN_YEARS_S, -3600.0, 86400.0))
        self.village.premises.wall_s += by_s
        return f"by {by_s} s"

    def _crash_server(self) -> str:
        self.village.crash_server()
        self._later(0.0, 10.0, self.village.start_server)
        return ""

    def _blow_server(self) -> str:
        return self._blow(self.village.premises.disk)

    def _trouble_server(self) -> str:
        return self._trouble(self.village.premises.disk)

    def _blow_client(self) -> str:
        person = self._somebody()
        return f"{person.screen} {self._blow(person.disk)}"

    def _trouble_client(self) -> str:
        person = self._somebody()
        return f"{person.screen} {self._trouble(person.disk)}"

    def _blow(self, disk: Disk) -> str:
        statements = self.rng.randrange(40)
        disk.blow_after(statements)
        return f"after {statements} statements"

    def _trouble(self, disk: Disk) -> str:
        disk.trouble = self.rng.choice(TROUBLES)
        self._later(0.2, 15.0, disk.mend)
        return disk.trouble

    def _end_client(self) -> str:
        """Killed, or left in peace."""
        person = self._somebody()
        is_killed = self.rng.random() < 0.7
        if is_killed:
            person.kill()
        else:
            person.quit(self.village.now)
        self._later(0.0, 15.0, lambda: self._come_back(person))
        return f"{person.screen} {'killed' if is_killed else 'quits'}"

    def _restore_client(self) -> str:
        """In a while their home is as it is now; they never knew what comes in between."""
        person = self._somebody()
        copy = remember(person.disk.folder)
        self._later(0.5, 15.0, lambda: self._restore(person, copy))
        return person.screen

    def _restore(self, person: Inhabitant, copy: Files) -> None:
        person.restore(copy)
        person.start(self.village.now, takeover=True)

    def _newcomer(self) -> str:
        free = [name for name in NAMES if name not in self._names()]
        if not free:
            return "nobody"
        self._move_in(free[0])
        return free[0]

    def _other_place(self) -> str:
        """Somebody goes on from another computer, and perhaps returns to the first."""
        person = self._somebody()
        self._move_in(person.name, of=person)
        if self.rng.random() < 0.5:
            self._later(1.0, 15.0, lambda: self._come_back(person))
        return person.screen

    def _move_in(self, name: str, of: Inhabitant | None = None) -> None:
        self._places += 1
        self.village.move_in(name, f"{name}@{self._places}", of=of)

    def _come_back(self, person: Inhabitant) -> None:
        if person.session is None:
            person.start(self.village.now, takeover=True)

    def _heal(self) -> None:
        """Everything works again, and everybody comes back, from where they were last."""
        village = self.village
        village.net.heal()
        village.premises.disk.mend()
        village.premises.wake(village.now)
        village.start_server()
        for person in self._running():
            person.disk.mend()
            person.asleep_until = village.now
            if person.is_leaving or not person.is_kept:
                person.kill()
        here = {person.name for person in self._running()}
        for person in reversed(list(village.people.values())):
            person.disk.mend()
            if person.name not in here:
                here.add(person.name)
                person.start(village.now, takeover=True)
