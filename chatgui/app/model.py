"""What the client knows, as plain data, and what each event changes in it."""

from dataclasses import dataclass

from chatgui.app import words
from chatgui.app.messages import (
    End,
    Ended,
    Event,
    ListReceived,
    MessageReceived,
    NoAnswerYet,
    NotSent,
)


@dataclass(frozen=True, slots=True)
class Line:
    """Something to show. `aside`: about the program rather than of the chat (standard error)."""

    text: str
    aside: bool = False


@dataclass(slots=True)
class Model:
    name: str
    where: str
    people: tuple[str, ...] = ()
    ended: End | None = None

    def reduce(self, event: Event) -> list[Line]:
        """Take the event in; the lines that a terminal shows for it."""
        match event:
            case ListReceived(names):
                self.people = names
                return [Line(words.LIST.format(names=" ".join(names)).rstrip())]
            case MessageReceived(sender, text):
                return [Line(words.MESSAGE.format(sender=sender, text=text))]
            case NotSent(reason):
                return [Line(reason, aside=True)]
            case NoAnswerYet():
                return [Line(words.STILL_TRYING.format(where=self.where), aside=True)]
            case Ended(why):
                self.ended = why
                return self._last_line(why)
        raise TypeError(f"no such event: {type(event).__name__}")

    def _last_line(self, why: End) -> list[Line]:
        text, aside = _LAST_LINES[why]
        return [Line(text.format(where=self.where), aside)]


_LAST_LINES: dict[End, tuple[str, bool]] = {
    "quit": (words.QUITTING, False),
    "full": (words.SERVER_FULL, False),
    "name": (words.NAME_TAKEN, False),
    "unknown": (words.UNKNOWN_COMMAND, False),
    "no server": (words.NO_SERVER, True),
    "lost server": (words.LOST_SERVER, True),
}
