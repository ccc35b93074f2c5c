"""What a step of the doctor has found, and what follows from all of them. Plain values."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from chatgui.app.words import doctor as words
from shared.plural import plural

Step = Literal["network", "search", "server", "key", "clock", "line", "guests"]
Level = Literal["ok", "trouble", "cannot tell"]


class Finding(Struct, frozen=True):
    """`text`: how it is. `advice`: what the person can do; `order`: what an administrator has to,
    as a sentence to hand on. Empty: nothing."""

    step: Step
    level: Level
    text: str
    advice: str = ""
    order: str = ""

    @property
    def title(self) -> str:
        return words.STEPS[self.step]

    @property
    def mark(self) -> str:
        """The level in words: nobody has to see colours."""
        return {"ok": words.OK, "trouble": words.TROUBLE}.get(self.level, words.CANNOT_TELL)


class Verdict(Struct, frozen=True):
    """`advice` and `orders`: sentences, the first is what to do first."""

    text: str
    is_well: bool
    advice: tuple[str, ...] = ()
    orders: tuple[str, ...] = ()


def conclude(findings: Sequence[Finding]) -> Verdict:
    """What to do about all of it; what nobody can tell is no trouble."""
    wrong = sum(finding.level == "trouble" for finding in findings)
    return Verdict(
        plural(wrong, words.WRONG_ONE, words.WRONG_MANY) if wrong else words.ALL_WELL,
        not wrong,
        tuple(dict.fromkeys(one.advice for one in findings if one.advice)),
        tuple(dict.fromkeys(one.order for one in findings if one.order)),
    )
