"""Who joins what: all that the start dialog knows.

    edit_name, edit_server, set_once, choose      what the person does
    join(), take_way()                            what to join now, or None and `problems` say why
    hear(event)                                   the link's, while it is tried
    refuse(field, text)                           it could not even be tried
    back()                                        the person does not want to wait

`stage` is "in" when the main window may open. Servers found on the network come by `find`.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from msgspec import Struct

from chatgui.app.condition import describe_end
from chatgui.app.messages import Ended, Event, Joined, NoAnswerYet, Status, StatusChanged
from chatgui.app.words import dialogs as words
from chatgui.app.words import window
from shared.constants import DEFAULT_PORT
from shared.names import BadName, check_name, fit_name, name_key
from shared.net.path import bracketed
from shared.server_link import BadPort, Place, hide_token, is_link, read_typed_untrusted
from shared.text import one_line
from shared.wire import BadPacket

Stage = Literal["choosing", "connecting", "in"]
Field = Literal["name", "server"]
Way = Literal["", "name", "trust", "takeover", "open", "show"]
HERE: Final = ("127.0.0.1", "localhost", "::1")


class Problem(Struct, frozen=True):
    """`text`: a sentence. `button`: what a button behind it says, or empty; it does `take_way`."""

    text: str
    way: Way = ""
    button: str = ""
    name: str = ""


class ServerRow(Struct, frozen=True):
    """One to choose. `typed`: what choosing it puts into the field."""

    typed: str
    title: str
    note: str
    is_chosen: bool


class Choice(Struct, frozen=True):
    """What to join. `takeover`, `trusts`: as the person has allowed this once."""

    name: str
    place: Place
    is_once: bool
    takeover: bool = False
    trusts: bool = False

    @property
    def where(self) -> str:
        return f"{bracketed(self.place.host)}:{self.place.port}"


class Starting:
    """`names`: of this computer's profiles, the last one first; `running`: those that are open.
    `recent`: servers as typed; `known`: host and port, in lower case, of those whose key is."""

    def __init__(
        self,
        names: Sequence[str],
        running: Iterable[str] = (),
        recent: Sequence[str] = (),
        known: frozenset[str] = frozenset(),
        *,
        name: str = "",
        server: str = "",
    ) -> None:
        self.names = tuple(names)
        self._running = {name_key(one) for one in running}
        self._recent = tuple(one_line(typed) for typed in recent)
        self._known = known
        self._found: tuple[ServerRow, ...] = ()
        self._choice: Choice | None = None  # that is tried, or was tried last
        self.stage: Stage = "choosing"
        self.problems: dict[Field, Problem] = {}
        self.is_once = False
        self.server = server or (self._recent[0] if self._recent else "")
        self.name = ""
        self.edit_name(name or (names[0] if names else ""))

    # --- shown -------------------------------------------------------------------------------

    @property
    def recent(self) -> tuple[ServerRow, ...]:
        return tuple(self._row(typed) for typed in self._recent)

    @property
    def found(self) -> tuple[ServerRow, ...]:
        """On this network, now."""
        return tuple(self._mark(row) for row in self._found)

    @property
    def doing(self) -> str:
        """What is waited for; empty: nothing."""
        if self.stage != "connecting" or self._choice is None:
            return ""
        return words.CONNECTING.format(where=self._choice.where)

    def _row(self, typed: str) -> ServerRow:
        try:
            place = read_typed_untrusted(typed)
        except BadPacket:
            return self._mark(ServerRow(typed, typed, "", False))
        is_known = f"{place.host}:{place.port}".lower() in self._known
        note = words.KNOWN_SERVER if is_known else ""
        return self._mark(ServerRow(typed, _title(place), note, False))

    def _mark(self, row: ServerRow) -> ServerRow:
        is_chosen = row.typed == self.server.strip()
        return ServerRow(row.typed, row.title, row.note, is_chosen)

    # --- done --------------------------------------------------------------------------------

    def edit_name(self, text: str) -> None:
        """What is wrong with it is said at once, but for nothing typed yet."""
        if text != self.name:
            self._mind_change("name")
        self.name = text
        if text.strip():
            self._check_name()

    def edit_server(self, text: str) -> None:
        if text != self.server:
            self._mind_change("server")
        self.server = text

    def choose(self, row: ServerRow) -> None:
        self.edit_server(row.typed)

    def set_once(self, is_once: bool) -> None:
        """A name that is open here may be that of somebody for once as well."""
        self.is_once = is_once
        self._mind_change("name")
        if self.name.strip():
            self._check_name()

    def find(self, servers: Sequence[ServerRow]) -> None:
        """These are on the network now."""
        self._found = tuple(servers)

    def join(self) -> Choice | None:
        """It is tried from now on."""
        self.problems.clear()
        name, place = self._check_name(), self._check_server()
        if not name or place is None or self.problems:
            return None
        return self._try(Choice(name, place, self.is_once))

    def take_way(self, field: Field) -> Choice | None:
        """Do what the button beside that field says. "show" is for the caller."""
        problem, choice = self.problems[field], self._choice
        if problem.way == "name":
            self.edit_name(problem.name)
            return self.join()
        if problem.way == "open":
            self.stage = "in"
        elif choice is not None and problem.way in ("trust", "takeover"):
            self.problems.clear()
            allowed = {"trusts": problem.way == "trust", "takeover": problem.way == "takeover"}
            return self._try(Choice(choice.name, choice.place, choice.is_once, **allowed))
        return None

    def back(self) -> None:
        self.stage = "choosing"
        self.problems.clear()

    def _try(self, choice: Choice) -> Choice:
        self.stage, self._choice = "connecting", choice
        return choice

    def _mind_change(self, field: Field) -> None:
        """What is tried is not what the person wants any more."""
        if self.stage == "connecting":
            self.back()
        self.problems.pop(field, None)

    # --- happens -----------------------------------------------------------------------------

    def hear(self, event: Event) -> None:
        """A link that has not found its server goes on; what is said about that may pass."""
        if self.stage != "connecting" or self._choice is None:
            return
        match event:
            case Joined():
                self.stage = "in"
            case NoAnswerYet() | StatusChanged("no parley"):
                way = Problem(words.NO_ANSWER, "open", words.OPEN_ANYWAY)
                self._tell("server", way)
            case StatusChanged(status) if status in _TROUBLES:
                self._tell("server", Problem(_TROUBLES[status]))
            case Ended():
                self.end(event, self._choice)

    def end(self, event: Ended, choice: Choice) -> None:
        """A chat that was tried, or was on, is over."""
        self.stage, self._choice = "choosing", choice
        text = describe_end(event, choice.where, choice.name)
        match event:
            case Ended("name", _, (_, suggestion)):
                button = words.USE_NAME.format(name=suggestion)
                problem = Problem(text, "name", button, suggestion)
            case Ended("elsewhere"):
                problem = Problem(text, "takeover", words.TAKE_OVER)
            case Ended("wrong server") if not choice.place.key:
                problem = Problem(text, "trust", words.TRUST)
            case Ended("quit"):
                return
            case _:
                problem = Problem(text)
        self.problems["name" if event.why in ("name", "elsewhere") else "server"] = problem

    def resume(self, event: Ended) -> None:
        """The chat that was on has ended so; name and server are still those."""
        name, place = self._check_name(), self._check_server()
        if name and place is not None:
            self.problems.clear()
            self.end(event, Choice(name, place, self.is_once))

    def refuse(self, field: Field, text: str) -> None:
        """It could not even be tried, for that reason, a sentence."""
        self.stage = "choosing"
        self.problems[field] = Problem(one_line(text))

    def miss_server(self) -> None:
        """There is no computer of that name."""
        if self._choice is not None:
            host = self._choice.place.host
            self.refuse("server", words.SERVER_UNKNOWN.format(host=host))

    def be_running(self, can_show: bool = True) -> None:
        """Whoever wants to join is open on this computer already."""
        self.stage = "choosing"
        form = words.RUNNING if can_show else words.NOT_SHOWN
        way: tuple[Way, str] = ("show", words.SHOW_WINDOW) if can_show else ("", "")
        self.problems["name"] = Problem(form.format(name=self.name.strip()), *way)

    def _tell(self, field: Field, problem: Problem) -> None:
        where = "" if self._choice is None else self._choice.where
        text = problem.text.format(where=where)
        self.problems[field] = Problem(text, problem.way, problem.button)

    # --- checks ------------------------------------------------------------------------------

    def _check_name(self) -> str:
        """As it is shown; empty, and a problem, if it cannot be one."""
        typed = self.name.strip()
        if not typed:
            self.problems["name"] = Problem(words.NAME_MISSING)
            return ""
        try:
            name = check_name(typed)
        except BadName as reason:
            fitting = fit_name(typed)
            text = words.NAME_UNFIT.format(reason=reason, fitting=fitting)
            button = words.USE_NAME.format(name=fitting)
            self.problems["name"] = Problem(text, "name", button, fitting)
            return ""
        if name_key(name) in self._running and not self.is_once:
            self.be_running()
        return name

    def _check_server(self) -> Place | None:
        typed = self.server.strip()
        if not typed:
            self.problems["server"] = Problem(words.SERVER_MISSING)
            return None
        try:
            return read_typed_untrusted(typed)
        except BadPort:
            self.problems["server"] = Problem(words.PORT_UNFIT.format(typed=one_line(typed)))
            return None
        except BadPacket:
            form = words.LINK_UNFIT if is_link(typed) else words.SERVER_UNFIT
            self.problems["server"] = Problem(form.format(typed=one_line(typed)))
            return None


def describe_typed(typed: str) -> str:
    """Where a link or an address leads, for a person, and nothing that is a secret."""
    try:
        place = read_typed_untrusted(typed)
    except BadPacket:
        return one_line(hide_token(typed))
    return f"{bracketed(place.host)}:{place.port}"


def _title(place: Place) -> str:
    host = words.THIS_COMPUTER if place.host.lower() in HERE else place.host
    return host if place.port == DEFAULT_PORT else f"{bracketed(host)}:{place.port}"


_TROUBLES: Final[dict[Status, str]] = {
    "other version": window.OTHER_VERSION,
    "needs invite": window.NEEDS_INVITE,
    "unknown invite": window.UNKNOWN_INVITE,
}
