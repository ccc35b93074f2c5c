"""What people said, what they were told stands, what they were shown: is anything wrong with it?

Pure: whoever runs people over real or simulated networks fills a `History` in and asks `judge`.
Every text is said once by whoever runs them, so a text is a message's identity here.

A *voice* is one place somebody writes from: what one voice says keeps its order. A *screen* is one
installation of a person, over all its restarts: what a person has is what their screens showed
together, but no screen shows anything twice.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

Kind = Literal["lost", "duplicated", "reordered", "phantom", "unanswered"]


class Said(NamedTuple):
    """`owed`: who must be shown it once it is committed. `allowed`: who may be; None: anybody."""

    voice: str
    text: str
    owed: frozenset[str] = frozenset()
    allowed: frozenset[str] | None = None


class Finding(NamedTuple):
    kind: Kind
    who: str
    """Whose screen, or voice."""
    text: str


@dataclass
class History:
    said: list[Said] = field(default_factory=list)
    """In the order of typing."""
    committed: list[str] = field(default_factory=list)
    """What its sender was told stands, as often as they were told."""
    refused: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    """What was being typed when the power went: said or not, both are right."""
    late: set[str] = field(default_factory=set)
    """Said to nobody known in a past that was undone: said again, behind what went then."""
    screens: dict[str, str] = field(default_factory=dict)
    """The person before each screen."""
    shown: dict[str, list[str]] = field(default_factory=dict)
    """By screen, in order."""
    absent: set[str] = field(default_factory=set)
    """People and voices that did not come back in the end: they are owed nothing."""

    def show(self, person: str, screen: str, texts: Iterable[str]) -> None:
        self.screens[screen] = person
        self.shown.setdefault(screen, []).extend(texts)

    def judge(self) -> list[Finding]:
        """Everything that breaks the promise that nothing is lost, doubled or out of order."""
        findings = [*self._unanswered(), *self._lost()]
        for screen in self.shown:
            findings += [*self._phantoms(screen), *self._repeated(screen), *self._swapped(screen)]
        return findings

    def _unanswered(self) -> Iterator[Finding]:
        answered = self.refused.union(self.committed, self.unsure)
        for said in self.said:
            if said.text not in answered and said.voice not in self.absent:
                yield Finding("unanswered", said.voice, said.text)

    def _lost(self) -> Iterator[Finding]:
        has: dict[str, set[str]] = {}
        for screen, texts in self.shown.items():
            has.setdefault(self.screens[screen], set()).update(texts)
        committed = set(self.committed)
        for said in self.said:
            for person in sorted(said.owed - self.absent) if said.text in committed else ():
                if said.text not in has.get(person, ()):
                    yield Finding("lost", person, said.text)

    def _phantoms(self, screen: str) -> Iterator[Finding]:
        said = {said.text: said for said in self.said}
        for text in self.shown[screen]:
            source = said.get(text)
            if source is None or text in self.refused or not self._may_see(screen, source):
                yield Finding("phantom", screen, text)

    def _may_see(self, screen: str, said: Said) -> bool:
        return said.allowed is None or self.screens[screen] in said.allowed

    def _repeated(self, screen: str) -> Iterator[Finding]:
        for text, times in Counter(self.shown[screen]).items():
            if times > 1:
                yield Finding("duplicated", screen, text)

    def _swapped(self, screen: str) -> Iterator[Finding]:
        """The later of two neighbours from one voice that stand the wrong way round."""
        place = {said.text: (said.voice, number) for number, said in enumerate(self.said)}
        by_voice: dict[str, list[tuple[int, str]]] = {}
        for text in dict.fromkeys(self.shown[screen]):
            if text in place and text not in self.late:
                voice, number = place[text]
                by_voice.setdefault(voice, []).append((number, text))
        for texts in by_voice.values():
            for (first, _), (second, text) in pairwise(texts):
                if second < first:
                    yield Finding("reordered", screen, text)


def describe(findings: Iterable[Finding]) -> str:
    return "\n".join(f"{kind}: {text[:60]!r} ({who})" for kind, who, text in findings)
