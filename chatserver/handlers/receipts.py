"""Who has which message, and who asks for it. PROTOCOL 4.6."""

from itertools import islice

from chatserver.effects import Effect, Tell
from chatserver.people import Person
from chatserver.reading import TO_EVERYONE, conversation_of
from chatserver.room import Room
from chatserver.tally import Subject, Tally, Whereabouts, subject_of
from shared.chat import (
    AskHolders,
    AskReceipts,
    Holder,
    HoldersShown,
    HolderState,
    Missed,
    Read,
    Receipted,
    Received,
)
from shared.constants import HOLDERS_PAGE


def received(room: Room, person: Person, command: Received, now: float) -> list[Effect]:
    """A position that was never given out says nothing."""
    position = command.position
    if position > room.log.head:
        return []
    if person.verified:
        is_news = room.registry.received(person.id, position, room.wall_ms(now))
    else:
        is_news = position > person.cursor
        person.cursor, person.confirms = max(person.cursor, position), command.confirmed
    if is_news:
        room.receipts.changed()
    return []


def missed(room: Room, person: Person, command: Missed, now: float) -> list[Effect]:
    person.miss(command.position)
    room.receipts.changed()
    return []


def read(room: Room, person: Person, command: Read, now: float) -> list[Effect]:
    """Of a message that is for this person, or it says nothing."""
    message = room.log.find(command.position) if command.position <= room.log.head else None
    if message is None:
        return []
    conversation = conversation_of(message)
    if conversation == TO_EVERYONE:
        is_news = room.registry.read_all(person.id, command.position)
    elif person.id in message.to:
        is_news = room.marks.read(person.id, conversation, command.position)
    else:
        return []
    if is_news:
        room.receipts.changed()
    return []


def ask_receipts(room: Room, person: Person, command: AskReceipts, now: float) -> list[Effect]:
    asked = (_subject(room, person, position) for position in dict.fromkeys(command.positions))
    subjects = [subject for subject in asked if subject is not None]
    if not subjects:
        return [Tell((person.peer,), Receipted(()))]
    tally = room.receipts.recent_tally(lambda: Tally(_whereabouts(room)), now)
    return [Tell((person.peer,), Receipted(room.receipts.ask(subjects, tally)))]


def tell_receipts(room: Room, now: float) -> list[Effect]:
    """What has changed, to the senders who are here: one notice each."""

    def listens(sender: int) -> bool:
        person = room.people.by_id(sender)
        return person is not None and not person.away

    changes = room.receipts.changes(lambda: Tally(_whereabouts(room)), listens, now)
    people = ((room.people.by_id(sender), rows) for sender, rows in changes.items())
    return [Tell((p.peer,), Receipted(tuple(rows))) for p, rows in people if p is not None]


def ask_holders(room: Room, person: Person, command: AskHolders, now: float) -> list[Effect]:
    """One page by id; a few milliseconds for a message to 10,000."""
    position, after = command.position, command.after
    subject = _subject(room, person, position)
    if subject is None:
        return [Tell((person.peer,), HoldersShown(position, after, (), False))]
    where = _whereabouts(room)
    ids = sorted(other for other in _candidates(room, subject) if other > after)
    states = ((other, where.state(subject, other)) for other in ids)
    found = islice(((other, state) for other, state in states if state), HOLDERS_PAGE + 1)
    holders = [_holder(room, *one, now) for one in found]
    page, more = tuple(holders[:HOLDERS_PAGE]), len(holders) > HOLDERS_PAGE
    return [Tell((person.peer,), HoldersShown(position, after, page, more))]


def _subject(room: Room, person: Person, position: int) -> Subject | None:
    """A message of this person that is still kept."""
    message = room.log.find(position) if position <= room.log.head else None
    if message is None or message.sender != person.id:
        return None
    return subject_of(position, message)


def _candidates(room: Room, subject: Subject) -> list[int]:
    if not subject.to_everyone:
        return list(subject.to)
    ids = [*(known.id for known in room.registry), *(guest.id for guest in room.people.guests())]
    return [other for other in (*ids, *(g.id for g in room.left)) if other != subject.sender]


def _holder(room: Room, person: int, state: HolderState, now: float) -> Holder:
    left, known = room.left.by_id(person), room.registry.by_id(person)
    name = left.name if left is not None else room.present(person, now).name
    at_ms = left.left_ms if left is not None else 0
    if known is not None and state == "delivered":
        at_ms = known.cursor_ms
    return Holder(person, name, state, at_ms)


def _whereabouts(room: Room) -> Whereabouts:
    return Whereabouts(room.registry, room.people, room.left, room.marks)
