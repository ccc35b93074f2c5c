"""The answer to List: who is here, and how they came."""

from collections.abc import Iterator, Sequence
from typing import Final

from chatgui.app import moments
from chatgui.app.people import People
from chatgui.app.words import window as words
from shared.dialects.native.records import CLASSROOM, NETCAT

NAMED: Final = 50


def list_people(people: People, now_ms: int) -> str:
    """A line for each of those who are here, then for each of those who are not."""
    here = [person for person in people.everybody() if people.is_here(person)]
    away = [person for person in people.everybody() if not people.is_here(person)]
    lines = [_head(people, bool(here), now_ms), *_names(here, people, now_ms)]
    if away:
        lines += [words.LIST_AWAY, *_names(away, people, now_ms)]
    return "\n".join(lines)


def list_names(names: Sequence[str]) -> str:
    """Of those who are here, where no more is known of them."""
    lines = [words.LIST_HERE, *names[:NAMED]] if names else [words.LIST_NOBODY]
    return "\n".join([*lines, *_rest(names)])


def _head(people: People, is_somebody_here: bool, now_ms: int) -> str:
    if people.lost_ms is None:
        return words.LIST_HERE if is_somebody_here else words.LIST_NOBODY
    form = words.LIST_HERE_THEN if is_somebody_here else words.LIST_NOBODY_THEN
    return form.format(time=moments.since(people.lost_ms, now_ms))


def _names(ids: Sequence[int], people: People, now_ms: int) -> Iterator[str]:
    for person in ids[:NAMED]:
        yield _name(person, people, now_ms)
    yield from _rest(ids)


def _rest(listed: Sequence[object]) -> Iterator[str]:
    if len(listed) > NAMED:
        yield words.LIST_MORE.format(count=len(listed) - NAMED)


def _name(person: int, people: People, now_ms: int) -> str:
    """The head says already that they are here, or away."""
    is_plain = people.presence_of(person) == "here"
    notes = (_door(people.door_of(person)), "" if is_plain else people.away_note(person, now_ms))
    told = ", ".join(note for note in notes if note)
    name = people.name_of(person)
    return words.LIST_LINE.format(name=name, note=told) if told else name


def _door(door: int) -> str:
    return {NETCAT: words.LIST_BY_NETCAT, CLASSROOM: words.LIST_BY_CLASSROOM}.get(door, "")
