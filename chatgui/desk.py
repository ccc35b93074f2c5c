"""What the person wants said and asked, from the moment of typing to the server's final word.

A message's way: limits -> its number -> errands (who is who) -> an outbox -> the connection. One
to people known by their ids is no errand, unless others go before it.
What was typed is on the disk before it is said; until it is addressed, for whatever server stands
at the address that was typed. Its number it has from the beginning: whatever copies of this home
there are, it is one message.
"""

from collections.abc import Callable
from typing import Final

from chatgui.app import words
from chatgui.app.messages import AskList, Event, ListReceived, NotSent, Say, Send, Warned
from chatgui.archive.archive import NO_LOG, Archive
from chatgui.archive.items import Errand, Item, Place
from chatgui.carrier import Carrier
from chatgui.errands import Addressed, Errands, Listed, Unknown
from chatgui.outboxes import NOBODY, REUSED, Outboxes
from chatgui.outgoing import Outgoing
from chatgui.typed import Typed
from shared.dialects.native.records import (
    BODY_BYTES,
    GONE,
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
from shared.names import name_key
from shared.text import one_line
from shared.transport.lanes import CHAT, CONTROL

MAX_WAITING_BYTES: Final = 16 * 1024 * 1024
"""What waits while no server answers; beyond it somebody pipes a file into nothing."""

NEVER: Final = 2**63 - 1

Answer = Roster | PeoplePage | Committed | Refused | NotSaved


class Desk:
    """`take` intents; `attach` it to the server; while that has us in, `address` and `say`, and
    `hear` the answers. What changes is handed to the archive: commit it before `say`.

    `events`: what the person should hear of; whoever reads it empties it.
    """

    def __init__(
        self,
        archive: Archive,
        where: str,
        installation: bytes,
        random_bytes: Callable[[int], bytes],
        name: str = "",
    ) -> None:
        """`where`: the server's address as typed. `name`: ours, until the server says it."""
        self.events: list[Event] = []
        self._archive = archive
        self._where = where
        self._installation = installation
        self._random_bytes = random_bytes
        self._errands = Errands()
        self._typed = Typed(archive)  # the errands that are messages
        self._all: dict[bytes, Outboxes] = {}  # by server
        self._server = b""
        self._box: Outgoing | None = None  # what the open session says
        self._log = b""
        self._name = name
        self._names: dict[int, str] = {}  # of who was on pages
        self._is_put_off = False
        self._used = 0  # the highest number that the server had when the session began
        self._has_caught_up = False
        if archive.unmet(where):
            waiting = archive.unmet_waiting(where)
            self._open(NOBODY, Place(NO_LOG, 0, archive.unmet(where), waiting))
        for errand in archive.errands(where):
            if not errand.outbox:
                errand = archive.number_errand(errand, self._outboxes.number())
            self._remember(errand, _intent(errand))

    def attach(self, server: bytes, place: Place) -> None:
        """That server it is; what waits for another one goes on waiting."""
        self._server, self._box = server, None
        if server not in self._all:
            self._open(server, place)
        unmet = self._all.pop(NOBODY, None)
        self._outboxes.adopt(self._typed.outboxes, unmet)
        self._typed.freshen(self._outboxes)

    @property
    def outbox(self) -> bytes:
        """What FIN has to name: what waits there is said in the session that it opens."""
        return self._choose().outbox

    @property
    def wants_session(self) -> bool:
        """The session that is open has said all it can, and more waits in another outbox."""
        chosen = self._choose() if self._box is not None else None
        return chosen is not None and chosen is not self._box and chosen.unsettled > 0

    @property
    def is_idle(self) -> bool:
        """Everything has been answered for good."""
        return not self._errands.waiting and self._unsettled == 0

    @property
    def unsent(self) -> int:
        """Messages that the server has not taken yet, as far as we know."""
        return self._errands.unsent + self._unsettled

    @property
    def unlisted(self) -> int:
        """Lists that were asked for and have not come yet."""
        return self._errands.waiting - self._errands.unsent

    @property
    def size(self) -> int:
        """About how many bytes wait for the server."""
        return self._errands.size + sum(outboxes.size for outboxes in self._all.values())

    def wake_at(self) -> float:
        """When `say` has something to do; `inf`: not before something happens."""
        return self._box.wake_at() if self._box is not None else float("inf")

    def take(self, intent: Send | Say | AskList) -> None:
        """A message within the limits, or told why not at once."""
        if isinstance(intent, AskList):
            self._errands.add(intent)
            return
        reason = self._refuse(intent)
        if reason is not None:
            self.events.append(NotSent(reason))
        elif isinstance(intent, Send):
            key = self._outboxes.number()
            kept = self._archive.keep_errand(self._where, intent.names, intent.text, key)
            self._remember(kept, intent)
        else:
            self._take_addressed(Say(tuple(dict.fromkeys(intent.to)), intent.text))

    def remember_names(self, people: tuple[int, ...]) -> None:
        """What these are called, if a page has told it; for the history."""
        names = {person: self._names[person] for person in people if person in self._names}
        if self._server and names:
            self._archive.name_people(self._server, names)

    def turn_pages(self) -> None:
        """There are too many people by now to be told of them all."""
        self._errands.turn_pages()

    def address(self, carrier: Carrier) -> None:
        """Ask who is who, and hand over to its outbox what is known to be for whom."""
        while not self._may_be_said_already() and (step := self._errands.step()) is not None:
            if isinstance(step, AskRoster | AskPeople):
                if not carrier.send(CONTROL, encode(step)):
                    self._errands.ask_again()
                    return
            elif isinstance(step, Listed):
                self.events.append(ListReceived(step.names))
            else:
                self._finish(step)

    def say(self, carrier: Carrier, now: float) -> None:
        """Hand over what there is room for."""
        box, archive = self._box, self._archive
        if box is None or box is not self._choose():
            return
        while (record := box.next_record(now)) is not None:
            if not archive.may_be_said(box.next_key) or not carrier.send(CHAT, record):
                return
            box.said()

    def restart(
        self, welcome: Welcome, outbox: bytes, is_new_log: bool, behind: int = NEVER
    ) -> None:
        """A new session, opened for that outbox: ask again, and say again what has no answer.

        `behind`: where the server's log ends to be the one that we know."""
        self._errands.restart(welcome, is_new_log)
        self._log, self._name = welcome.log, welcome.name
        self._used, self._has_caught_up = welcome.sequence, False
        self._box = self._outboxes.find(outbox)
        if self._box is not None and self._outboxes.resume(welcome, self._box, behind):
            self.events.append(Warned(words.SERVER_LOST))
        self._typed.freshen(self._outboxes)

    def compare(self, item: Item) -> None:
        """A message in the log; call it before that is stored. It may be one of ours that waits
        here, for another copy of us has said it; or another one under the same number."""
        if item.sender != self._archive.own:
            return
        line = self._typed.find((item.outbox, item.sequence))
        if line is None:
            self._outboxes.compare(item)
            self._typed.freshen(self._outboxes)
        elif _body(line.intent.text) == item.body:
            self._typed.drop(line)
            self._errands.drop(line.intent)
            self._archive.drop_errand(line.errand)
        else:
            self._typed.number_from(line.key, self._outboxes)

    def catch_up(self) -> None:
        """All that other copies of us have said is known. A number that is used up, and stands for
        nothing that was said, is no good: its message was to nobody known then, or what it stood
        for is not kept any more. Saying that again is better than losing it."""
        if not self._has_caught_up and self._may_be_said_already():
            outbox, sequence = self._typed.first
            if self._box is not None and self._box.outbox == outbox and sequence <= self._used:
                self._typed.number_from((outbox, sequence), self._outboxes)
        self._has_caught_up = True

    def hear(self, record: Answer, now: float) -> None:
        match record:
            case Roster() | PeoplePage():
                self._learn_names(record)
                self._errands.take(record)
            case Committed(sequence, position, at_ms):
                self._settle(sequence, position, at_ms)
            case Refused():
                self._hear_refused(record)
            case NotSaved(sequence):
                self._put_off(sequence, now)

    @property
    def _outboxes(self) -> Outboxes:
        if self._server not in self._all:
            self._open(NOBODY, Place(NO_LOG, 0, (), ()))
        return self._all[self._server]

    def _open(self, server: bytes, place: Place) -> None:
        outboxes = self._all[server] = Outboxes(
            server,
            place,
            self._installation,
            self._archive,
            self._random_bytes,
            "" if server else self._where,
        )
        # What waits for another address may be said after what is typed now, whose number has to
        # be higher then.
        if outboxes.newest.outbox in self._archive.typed_elsewhere(self._where):
            outboxes.begin_anew()

    def _take_addressed(self, intent: Say) -> None:
        """Into the outbox at once, unless something that was typed before is not there yet."""
        key = self._outboxes.number()
        self.remember_names(intent.to)
        if self._typed.first[0]:
            kept = self._archive.keep_errand(self._where, (), intent.text, key, intent.to)
            self._remember(kept, intent)
        else:
            self._outboxes.put(self._name, key, intent.to, _body(intent.text))

    def _remember(self, errand: Errand, intent: Send | Say) -> None:
        self._typed.add(errand, intent)
        self._errands.add(intent)

    def _choose(self) -> Outgoing:
        return self._outboxes.choose(self._typed.first[0])

    def _may_be_said_already(self) -> bool:
        """By another copy of this home, in a past that this one does not remember: names may mean
        others by now, so we wait for what it has said."""
        outbox, sequence = self._typed.first
        if self._has_caught_up or not outbox:
            return False
        box = self._outboxes.find(outbox)
        if box is not None and box is self._box:
            return sequence <= self._used
        return box is None or sequence <= box.known

    @property
    def _unsettled(self) -> int:
        return sum(outboxes.unsettled for outboxes in self._all.values())

    def _finish(self, step: Addressed | Unknown) -> None:
        errand = self._typed.take()
        self._archive.drop_errand(errand)
        if isinstance(step, Addressed):
            self._outboxes.put(
                self._name, (errand.outbox, errand.sequence), step.to, _body(step.text)
            )
        else:
            reason = words.NOBODY_CALLED.format(names=", ".join(step.names))
            self.events.append(NotSent(reason))

    def _settle(self, sequence: int, position: int, at_ms: int) -> None:
        if self._box is None or position > NEVER or self._box.settle(sequence) is None:
            return
        key = (self._box.outbox, sequence)
        self._archive.commit_own(self._server, self._log, key, position, at_ms)
        if self._is_put_off:
            self._is_put_off = False
            self.events.append(Warned(words.SAVED_AFTER_ALL))

    def _hear_refused(self, refused: Refused) -> None:
        box = self._box
        message = None if box is None else box.get(refused.sequence)
        if box is None or message is None:
            return
        if refused.code == REUSED:
            self._outboxes.move(message)
            self._typed.freshen(self._outboxes)
            return
        box.settle(refused.sequence)
        reason = one_line(refused.reason)
        key = (box.outbox, refused.sequence)
        self._archive.refuse_own(self._server, self._log, key, reason)
        self.events.append(NotSent(words.REFUSED.format(reason=reason)))

    def _put_off(self, sequence: int, now: float) -> None:
        if self._box is None or self._box.get(sequence) is None:
            return
        self._box.put_off(sequence, now)
        if not self._is_put_off:
            self._is_put_off = True
            self.events.append(Warned(words.NOT_SAVED))

    def _learn_names(self, record: Roster | PeoplePage) -> None:
        """Of pages only who was asked for: lists of a big server are not worth a place. Who is
        gone has no name any more, and keeps the one we knew."""
        rows = [row for row in record.people if row.presence != GONE]
        if isinstance(record, PeoplePage):
            self._names.update((row.person, one_line(row.name)) for row in rows)
            rows = [row for row in rows if name_key(row.name) == record.filter]
        self._archive.name_people(self._server, {row.person: one_line(row.name) for row in rows})

    def _refuse(self, message: Send | Say) -> str | None:
        size = len(_body(message.text))
        count = len(message.names if isinstance(message, Send) else set(message.to))
        if not count:
            return words.NOBODY_CHOSEN
        if count > RECIPIENTS:
            return words.TOO_MANY_PEOPLE.format(count=count, limit=RECIPIENTS)
        if size > BODY_BYTES:
            return words.TOO_LARGE.format(size=size, limit=BODY_BYTES)
        return words.TOO_MANY if self.size > MAX_WAITING_BYTES else None


def _intent(errand: Errand) -> Send | Say:
    return Say(errand.to, errand.text) if errand.to else Send(errand.names, errand.text)


def _body(text: str) -> bytes:
    return text.encode("utf-8", "replace")
