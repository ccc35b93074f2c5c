"""Whom the door of our own clients lets in: nobody who is banned; of others the gate decides."""

from chatserver.gate import Answer
from chatserver.naming import refuse_name
from chatserver.room import Room
from shared.crypto.identity import person_id
from shared.session.events import SessionOpened


class Porter:
    def __init__(self, room: Room) -> None:
        self._room = room

    def ask(self, event: SessionOpened, now: float, answer: Answer) -> None:
        """`answer` is called with why they may not come in, None: they may; now, or when the gate
        knows."""
        room, name, identity = self._room, event.greeting.name, event.identity
        person = person_id(identity)
        if room.bans.has_person(person):
            answer("kicked")
            return

        def can_be_called() -> bool:
            return refuse_name(room, person, name, now) is None

        now_ms = room.wall_ms(now)
        room.gate.ask(identity, name, event.token_id, now_ms, answer, can_be_called)
