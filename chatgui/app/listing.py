"""The answer to List: who is here, and how they came."""

from typing import Final

from chatgui.app.people import People
from chatgui.app.words import window as words
from shared.dialects.native.records import CLASSROOM, NETCAT

NAMED: Final = 100


def list_people(people: People, now_ms: int) -> str:
    """A line for those who are here, and one for those who are not."""
    here = [person for person in people.everybody() if people.is_here(person)]
    away = [person for person in people.everybody() if not people.is_here(person)]
    told = words.LIST_HERE.format(names=_names(here, people, now_ms)) if here else words.LIST_NOBODY
    if not away:
        return told
    return f"{told}\n{words.LIST_AWAY.format(names=_names(away, people, now_ms))}"


def _names(ids: list[int], people: People, now_ms: int) -> str:
    named = [_name(person, people, now_ms) for person in ids[:NAMED]]
    if len(ids) > NAMED:
        named.append(words.LIST_MORE.format(count=len(ids) - NAMED))
    return ", ".join(named)


def _name(person: int, people: People, now_ms: int) -> str:
    name = people.name_of(person)
    notes = (_door(people.door_of(person)), people.since_note(person, now_ms))
    told = ", ".join(note for note in notes if note)
    return words.LIST_NAME.format(name=name, note=told) if told else name


def _door(door: int) -> str:
    return {NETCAT: words.LIST_BY_NETCAT, CLASSROOM: words.LIST_BY_CLASSROOM}.get(door, "")
