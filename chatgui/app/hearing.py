"""What each of the link's events changes in a chat."""

from chatgui.app.listing import list_names
from chatgui.app.messages import (
    Ended,
    Event,
    HistoryBegan,
    HistoryChanged,
    HistoryGrew,
    HoldersReceived,
    Joined,
    LineMeasured,
    ListReceived,
    MessageReceived,
    NoAnswerYet,
    NoticeReceived,
    NotSent,
    PeopleChanged,
    PeopleCounted,
    PeopleFound,
    StatusChanged,
    WaitingChanged,
    Warned,
)
from chatgui.app.parts import Parts
from chatgui.app.words import window as words


def hear(parts: Parts, event: Event) -> None:
    """One that nothing is shown for changes nothing."""
    match event:
        case MessageReceived():
            _hear_message(parts, event)
        case HistoryChanged() | HistoryGrew() | HistoryBegan():
            _hear_of_history(parts, event)
        case PeopleChanged() | PeopleCounted() | PeopleFound():
            _hear_of_people(parts, event)
        case HoldersReceived():
            parts.delivery.hear(event)
            parts.mark("board")
        case Joined():
            _join(parts, event)
        case ListReceived(names):
            _hear_list(parts, names)
        case NotSent() | Warned() | NoticeReceived():
            _hear_words(parts, event)
        case Ended():
            parts.condition.end(event)
            _follow_line(parts)
            parts.mark("status", "recipients", "board", "end")
        case _:
            _hear_of_line(parts, event)


def _hear_message(parts: Parts, message: MessageReceived) -> None:
    key = message.conversation
    is_own = message.person == parts.people.own != 0  # to oneself
    if not (is_own or parts.is_watching(key) or parts.list.is_muted(key)):
        parts.alerts.hear(message, parts.name, parts.wall_ms())


def _hear_of_history(parts: Parts, event: HistoryChanged | HistoryGrew | HistoryBegan) -> None:
    match event:
        case HistoryChanged(conversations):
            parts.change(conversations)
        case HistoryGrew(_, more):
            parts.reading.grow(more)
            parts.pane_pace.want()
        case HistoryBegan():
            parts.reading.begin_anew()
            parts.change(None)
            parts.note(words.NEW_LOG)


def _hear_of_people(parts: Parts, event: PeopleChanged | PeopleCounted | PeopleFound) -> None:
    match event:
        case PeopleChanged(people, is_whole):
            parts.people.change(people, is_whole)
            parts.mark_people()
        case PeopleCounted(known, here):
            parts.people.count(known, here)
            parts.mark("recipients")
        case PeopleFound():
            parts.people.find(event)
            parts.mark_people()


def _join(parts: Parts, event: Joined) -> None:
    """Perhaps to another server than the history was read of; and what was said meanwhile comes."""
    parts.name = parts.condition.name = event.name
    parts.people.join(event.person or parts.people.own, event.has_all)
    parts.reading.come_in()
    parts.alerts.expect_backlog(parts.wall_ms())
    parts.change(None)
    parts.mark("title")
    parts.mark_people()


def _hear_list(parts: Parts, names: tuple[str, ...]) -> None:
    if parts.is_list_owed:
        parts.is_list_owed = False
        others = [name for name in names if name != parts.name]
        parts.note(list_names(others))


def _hear_words(parts: Parts, event: NotSent | Warned | NoticeReceived) -> None:
    now = parts.wall_ms()
    match event:
        case NotSent(reason):
            parts.condition.miss(reason, now)
            parts.note(reason)
        case Warned(text):
            parts.condition.warn(text, now)
            parts.note(text)
        case NoticeReceived(text):
            parts.note(words.SERVER_SAYS.format(text=text))
    parts.mark("status")


def _hear_of_line(parts: Parts, event: Event) -> None:
    match event:
        case StatusChanged():
            parts.condition.change(event)
            parts.mark("board")
            _follow_line(parts)
        case LineMeasured():
            parts.condition.measure(event)
        case WaitingChanged(count):
            parts.condition.waiting = count
        case NoAnswerYet():
            parts.condition.miss_answer()
    parts.mark("status")


def _follow_line(parts: Parts) -> None:
    """Nobody says any more who is here, or somebody does again."""
    before = parts.people.lost_ms
    parts.people.follow(parts.condition.is_connected, parts.wall_ms())
    if parts.people.lost_ms != before:
        parts.mark_people()
