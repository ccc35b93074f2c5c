"""What the person wants said and asked, from the moment of typing to the server's final word.

A message's way: limits -> errands (who is who) -> outgoing (numbered, kept) -> the connection.
"""

from typing import Final, Protocol

from chatgui.app import words
from chatgui.app.messages import AskList, Event, ListReceived, NotSent, Send
from chatgui.errands import Addressed, Errands, Listed, Unknown
from chatgui.outgoing import Outgoing
from shared.dialects.native.records import (
    BODY_BYTES,
    RECIPIENTS,
    AskPeople,
    AskRoster,
    Committed,
    NotSaved,
    PeoplePage,
    Refused,
    Roster,
    Welcome,
    encode,
)
from shared.text import one_line
from shared.transport.lanes import CHAT, CONTROL

MAX_WAITING_BYTES: Final = 16 * 1024 * 1024
"""What waits while no server answers; beyond it somebody pipes a file into nothing."""


Answer = Roster | PeoplePage | Committed | Refused | NotSaved


class Carrier(Protocol):
    """`chatgui.connection.Connection` is one. `send` is False when it has no room."""

    def send(self, lane: int, record: bytes) -> bool: ...


class Desk:
    """`take` intents, `pump` them while the server has us in, `hear` its answers.

    `events`: what the person should hear of; whoever reads it empties it.
    """

    def __init__(self, outbox: bytes) -> None:
        """`outbox`: 16 random bytes, the name of this client's numbering."""
        self.outbox = outbox
        self.events: list[Event] = []
        self._errands = Errands()
        self._outgoing = Outgoing()

    @property
    def is_idle(self) -> bool:
        """Everything has been answered for good."""
        return not self._errands.waiting and not self._outgoing.unsettled

    @property
    def unsent(self) -> int:
        """Messages that the server has not taken yet, as far as we know."""
        return self._errands.unsent + self._outgoing.unsettled

    def wake_at(self) -> float:
        """When `pump` has something to do; `inf`: not before something happens."""
        return self._outgoing.wake_at()

    def take(self, intent: Send | AskList) -> None:
        """A message within the limits, or told why not at once."""
        reason = self._refuse(intent) if isinstance(intent, Send) else None
        if reason is None:
            self._errands.add(intent)
        else:
            self.events.append(NotSent(reason))

    def pump(self, carrier: Carrier, now: float) -> None:
        """Hand over what there is room for."""
        self._run_errands(carrier)
        while (record := self._outgoing.next_record(now)) is not None:
            if not carrier.send(CHAT, record):
                return
            self._outgoing.said()

    def restart(self, welcome: Welcome, is_new_log: bool) -> None:
        """A new session: ask again, and say again what its server does not know."""
        self._errands.restart(welcome, is_new_log)
        self._outgoing.resume(welcome.sequence)

    def hear(self, record: Answer, now: float) -> None:
        match record:
            case Roster() | PeoplePage():
                self._errands.take(record)
            case Committed(sequence):
                self._outgoing.settle(sequence)
            case Refused(sequence, _, reason):
                if self._outgoing.settle(sequence):
                    self.events.append(NotSent(words.REFUSED.format(reason=one_line(reason))))
            case NotSaved(sequence):
                self._outgoing.put_off(sequence, now)

    def _refuse(self, message: Send) -> str | None:
        size = len(message.text.encode("utf-8", "replace"))
        count = len(message.names)
        if count > RECIPIENTS:
            return words.TOO_MANY_PEOPLE.format(count=count, limit=RECIPIENTS)
        if size > BODY_BYTES:
            return words.TOO_LARGE.format(size=size, limit=BODY_BYTES)
        if self._errands.size + self._outgoing.size > MAX_WAITING_BYTES:
            return words.TOO_MANY
        return None

    def _run_errands(self, carrier: Carrier) -> None:
        while (step := self._errands.step()) is not None:
            if isinstance(step, AskRoster | AskPeople):
                if not carrier.send(CONTROL, encode(step)):
                    self._errands.ask_again()
                    return
            elif isinstance(step, Addressed):
                self._outgoing.add(step.to, step.text.encode("utf-8", "replace"))
            elif isinstance(step, Listed):
                self.events.append(ListReceived(step.names))
            elif isinstance(step, Unknown):
                reason = words.NOBODY_CALLED.format(names=", ".join(step.names))
                self.events.append(NotSent(reason))
