"""Who a message goes to, as it is shown around the entry. The selection is the conversation."""

from collections.abc import Sequence
from typing import Final

from chatgui.app import moments
from chatgui.app.conversations import Conversations
from chatgui.app.people import People
from chatgui.app.rows import Chip, Header, Question, SendButton
from chatgui.app.words import window as words
from chatgui.app.words.plural import plural
from shared.chat import EVERYONE_ID

CHIPS: Final = 20
MANY: Final = 10
"""So many people at once may be a mistake, so more are asked about."""

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
    return Header(title, _subtitle(chosen, people, now_ms), _warning(chosen, people))


def send_button(
    chosen: Sequence[int], people: People, text: str, hint: str, is_over: bool
) -> SendButton:
    """`hint`: what an empty entry says where there is somebody to write to."""
    if is_over:
        return SendButton(words.SEND, False, words.OVER)
    if not chosen:
        return SendButton(words.SEND, False, words.NOBODY_CHOSEN)
    return SendButton(_send_text(chosen, people), bool(text.strip()), hint)


def question(chosen: Sequence[int]) -> Question | None:
    """To be asked the first time; in Everyone the button has said it."""
    count = len(chosen)
    if count <= MANY:
        return None
    return Question(
        words.SURE_MANY.format(count=count), words.SURE_YES.format(count=count), words.SURE_NO
    )


def _warning(chosen: Sequence[int], people: People) -> str:
    if EVERYONE_ID in chosen and not people.has_all:
        return words.IN_CLEAR_SOME
    clear = guests_in(chosen, people)
    return plural(clear, words.IN_CLEAR_ONE, words.IN_CLEAR_MANY) if clear else ""


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
    clear = guests_in(chosen, people)
    if EVERYONE_ID not in chosen:
        form = words.SEND_TO_CLEAR if clear else words.SEND_TO
        return form.format(count=len(chosen), clear=clear)
    count = people.known_count
    if not count:
        return words.SEND_TO_ALL
    form = words.SEND_TO_ALL_CLEAR if clear and people.has_all else words.SEND_TO_ALL_COUNT
    return form.format(count=count, clear=clear)
