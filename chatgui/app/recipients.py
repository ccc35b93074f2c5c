"""Who a message goes to, as it is shown around the entry. The selection is the conversation."""

from collections.abc import Sequence
from typing import Final

from chatgui.app import moments
from chatgui.app.conversations import Conversations
from chatgui.app.people import People
from chatgui.app.rows import Chip, Header, SendButton
from chatgui.app.words import window as words
from shared.chat import EVERYONE_ID
from shared.plural import plural
from shared.tk.question import Question

CHIPS: Final = 20
MANY: Final = 10
"""So many people at once may be a mistake, so more are asked about."""

_NAME_SHOWN: Final = 20

TO_EVERYONE: Final = (EVERYONE_ID,)


def choose(chosen: Sequence[int], people: Sequence[int], is_checked: bool) -> tuple[int, ...]:
    """The recipients after some were checked or not any more. Everyone excludes others."""
    if not is_checked:
        return tuple(person for person in chosen if person not in people)
    if EVERYONE_ID in people:
        return TO_EVERYONE
    kept = (person for person in chosen if person != EVERYONE_ID)
    return tuple(dict.fromkeys((*kept, *people)))


def chips(chosen: Sequence[int], people: People) -> tuple[tuple[Chip, ...], int]:
    """At most CHIPS of them, and how many others there are."""
    shown = tuple(people.chip(person) for person in chosen[:CHIPS])
    return shown, len(chosen) - len(shown)


def guests_in(chosen: Sequence[int], people: People) -> int:
    """Whoever reads it where anybody on the network can, as far as they are known here."""
    if EVERYONE_ID in chosen:
        return people.guests()
    return sum(people.is_guest(person) for person in chosen)


def header(
    chosen: Sequence[int], people: People, conversations: Conversations, now_ms: int
) -> Header:
    if not chosen:
        return Header(words.NOBODY_CHOSEN_TITLE, words.NOBODY_CHOSEN, "")
    title = conversations.title(chosen)
    warning = _warning(chosen, people)
    meaning = words.OPEN_MEANS if warning else ""
    return Header(title, _subtitle(chosen, people, now_ms), warning, meaning)


def send_button(
    chosen: Sequence[int], people: People, text: str, hint: str, is_over: bool
) -> SendButton:
    """`hint`: what an empty entry says where there is somebody to write to."""
    if is_over:
        return SendButton(words.SEND, False, words.OVER)
    if not chosen:
        return SendButton(words.SEND, False, words.NOBODY_CHOSEN)
    return SendButton(_send_text(chosen, people), bool(text.strip()), hint)


def question(
    chosen: Sequence[int], people: People, conversations: Conversations
) -> Question | None:
    """To be asked the first time; in Everyone the button has said it."""
    count = len(chosen)
    if count <= MANY:
        return None
    told = words.SURE_MANY.format(count=count, names=conversations.title(chosen))
    guests = guests_in(chosen, people)
    if guests:
        told += "\n" + plural(guests, words.SURE_GUESTS_ONE, words.SURE_GUESTS_MANY)
    return Question(told, words.SURE_YES.format(count=count), words.SURE_NO)


def _warning(chosen: Sequence[int], people: People) -> str:
    if EVERYONE_ID in chosen and not people.has_all:
        return words.OPEN_PERHAPS
    guests = guests_in(chosen, people)
    return plural(guests, words.OPEN_ONE, words.OPEN_MANY) if guests else ""


def _subtitle(chosen: Sequence[int], people: People, now_ms: int) -> str:
    told = _presence(chosen, people, now_ms)
    if people.lost_ms is None or (len(chosen) == 1 and chosen != TO_EVERYONE):
        return told
    return words.AS_OF.format(told=told, time=moments.since(people.lost_ms, now_ms))


def _presence(chosen: Sequence[int], people: People, now_ms: int) -> str:
    """The person counts, too: they are in it, and here."""
    is_now = people.lost_ms is None
    if EVERYONE_ID in chosen:
        count, here = people.known_count, people.here_count
    elif len(chosen) == 1:
        is_here = is_now and people.presence_of(chosen[0]) == "here"
        return words.HERE if is_here else people.note_of(chosen[0], now_ms)
    else:
        count, here = len(chosen), sum(map(people.is_here, chosen))
    if not count:
        return words.ONLY_YOU
    form = words.PEOPLE_AND_HERE if is_now else words.PEOPLE_AND_HERE_THEN
    return form.format(count=count + 1, here=here + is_now)


def _send_text(chosen: Sequence[int], people: People) -> str:
    is_all = EVERYONE_ID in chosen
    if is_all and not people.known_count:
        return words.SEND_TO_ALL
    whom = words.ALL.format(count=people.known_count) if is_all else _whom(chosen, people)
    guests = 0 if is_all and not people.has_all else guests_in(chosen, people)
    if guests and len(chosen) == 1 and not is_all:
        return words.SEND_TO_GUEST.format(whom=whom)
    return (words.SEND_TO_GUESTS if guests else words.SEND_TO).format(whom=whom, guests=guests)


def _whom(chosen: Sequence[int], people: People) -> str:
    """One person by name; where that is long the chip says all of it."""
    if len(chosen) > 1:
        return str(len(chosen))
    if chosen[0] == people.own:
        return words.YOURSELF
    name = people.name_of(chosen[0])
    return name if len(name) <= _NAME_SHOWN else name[: _NAME_SHOWN - 1] + "…"
