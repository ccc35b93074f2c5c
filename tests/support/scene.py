"""A chat as pictures and tests of the window want it: some of everything, and no network."""

from collections.abc import Iterator

from chatgui.app.messages import (
    Joined,
    LineMeasured,
    PeopleChanged,
    Person,
    StatusChanged,
    WaitingChanged,
)
from chatgui.app.settings import Settings
from chatgui.app.shown import Counts
from chatgui.archive.schema import WAITING
from shared.chat import EVERYONE_ID
from shared.dialects.native.records import AWAY, HERE, NATIVE, NETCAT
from tests.support.office import MINUTE, NOON, Desk, make_desk
from tests.support.past import ME, Past

ALICE, BOB, CAROL, DAVE, ERIN, FRANK, GRACE = range(11, 18)
NAMES = {
    EVERYONE_ID: "everyone",
    ME: "ada",
    ALICE: "alice",
    BOB: "bob",
    CAROL: "carol",
    DAVE: "dave",
    ERIN: "erin",
    FRANK: "frank",
    GRACE: "grace",
}
GUESTS = (BOB, DAVE)
ABSENT = {CAROL: 160, GRACE: 60, FRANK: 3000}
"""Minutes before noon since when they are away."""

URL = "https://build.example/night/214"


def empty_scene(settings: Settings | None = None) -> Desk:
    """Nobody else was ever here."""
    desk = make_desk(Past(NAMES), settings)
    desk.chat.hear(PeopleChanged((), True))
    desk.settle()
    return desk


def full_scene(settings: Settings | None = None) -> Desk:
    """A group is open in which something was just said; others have said something too."""
    desk = make_desk(_fill_past(), settings)
    chat = desk.chat
    chat.hear(StatusChanged("connected"))
    chat.hear(Joined("ada", ME))
    chat.hear(PeopleChanged(tuple(_people()), True))
    chat.hear(LineMeasured(0.0012, 0.0))
    chat.hear(WaitingChanged(1))
    desk.now_ms = NOON + 14 * MINUTE
    desk.settle()
    return desk


def _people() -> Iterator[Person]:
    for person, name in NAMES.items():
        if person != EVERYONE_ID:
            away = ABSENT.get(person)
            since_ms = NOON - away * MINUTE if away else 0
            door = NETCAT if person in GUESTS else NATIVE
            yield Person(person, name, door, AWAY if away else HERE, since_ms)


def _fill_past() -> Past:
    past = Past(NAMES)
    group = (ME, BOB, CAROL, DAVE)

    def at(minute: int) -> int:
        return NOON + minute * MINUTE

    for minute in range(-200, 0, 25):
        past.say(ERIN, f"The line on the second floor is up again ({minute})", (0,), at(minute))
    past.say(ALICE, "Can you come at three?", (ME,), at(-12))
    past.own("see you at three", (ALICE,), at(-8), counts=Counts(1, 1, 1, 0, 0))
    past.say(BOB, f"The night job failed: {URL}", group, at(2), unverified=True)
    past.own("Thanks. It is the clock test again.", (BOB, CAROL, DAVE), at(5), counts=_all(3))
    past.say(
        CAROL, "Three steps are left:\n1. pin the time zone\n2. run the job by hand", group, at(8)
    )
    past.own("On it. Lunch at half past?", (BOB, CAROL, DAVE), at(9), counts=Counts(3, 2, 1, 0, 0))
    past.say(ERIN, "lunch is on the terrace today, come early", (0,), at(11))
    past.say(DAVE, "Half past is fine.", group, at(12), unverified=True)
    past.say(BOB, "I pushed the fix, have a look", group, at(13), unverified=True)
    past.own("Looking at it now.", (BOB, CAROL, DAVE), at(14), state=WAITING)
    return past


def _all(count: int) -> Counts:
    return Counts(count, count, count, 0, 0)
