"""Who joins what: all that the start dialog knows.

    edit_name, edit_server, set_once, choose      what the person does
    join(), take_way()                            what to join now, or None and `problems` say why
    hear(event)                                   the link's, while it is tried
    refuse(field, text)                           it could not even be tried
    start(), started(link)                        a server on this computer, and it runs: join it
    back()                                        the person does not want to wait

`stage` is "in" when the main window may open. Servers found on the network come by `find`; that
changes nothing of what the person has chosen or typed.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from msgspec.structs import replace

from chatgui.app.choice import Choice, Field, Problem, Way
from chatgui.app.form import read_name, read_server
from chatgui.app.messages import Ended, Event, Joined
from chatgui.app.nearby import HERE, ServerRow
from chatgui.app.obstacles import find_obstacle
from chatgui.app.places import read_typed, title_place, where_typed
from chatgui.app.words import dialogs as words
from shared.names import name_key
from shared.server_link import Place, unwrap
from shared.text import one_line

Stage = Literal["choosing", "starting", "connecting", "in"]


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
        self._pinned = _NOBODY  # the one that was chosen among those found
        self.warning = self.searching = ""
        self.is_searching = False
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
        """Those that are not found."""
        found = [where_typed(row.typed) for row in self._found]
        return tuple(self._row(typed) for typed in self._recent if where_typed(typed) not in found)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where one was before, the last one first."""
        return tuple(filter(None, map(read_typed, self._recent)))

    @property
    def place(self) -> Place | None:
        """The server that is typed or chosen; None: that is none."""
        return read_typed(self.server)

    @property
    def found(self) -> tuple[ServerRow, ...]:
        """On this network, now."""
        return tuple(self._mark(row) for row in self._found)

    @property
    def doing(self) -> str:
        """What is waited for; empty: nothing."""
        if self.stage == "starting":
            return words.STARTING_SERVER
        if self.stage != "connecting" or self._choice is None:
            return ""
        return words.CONNECTING.format(where=self._choice.where)

    def _row(self, typed: str) -> ServerRow:
        place = read_typed(typed)
        if place is None:
            return self._mark(ServerRow(typed, typed))
        is_known = f"{place.host}:{place.port}".lower() in self._known
        return self._mark(ServerRow(typed, title_place(place), is_known=is_known))

    def _mark(self, row: ServerRow) -> ServerRow:
        is_chosen = where_typed(row.typed) == where_typed(self.server)
        return replace(row, is_chosen=is_chosen)

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
        """Of one that was found, nobody else is joined in its place."""
        self.edit_server(row.typed)
        self._pinned = row

    def set_once(self, is_once: bool) -> None:
        """A name that is open here may be that of somebody for once as well."""
        self.is_once = is_once
        self._mind_change("name")
        if self.name.strip():
            self._check_name()

    def find(
        self,
        servers: Sequence[ServerRow],
        searching: str = "",
        warning: str = "",
        *,
        is_searching: bool = False,
    ) -> None:
        """These are on the network now. `searching`: how the search is where there are none;
        `warning`: what is to be minded about them; `is_searching`: more may come."""
        self._found = tuple(servers)
        self.searching, self.warning, self.is_searching = searching, warning, is_searching

    def start(self, anyway: bool = False) -> bool:
        """A server on this computer is started from now on; False, and `problems` say why not: who
        starts one joins it. `anyway`: also where there is one on this network."""
        self.problems.clear()
        if not self._check_name() or self.problems:
            return False
        others = [row.title for row in self._found if not _is_here(row)]
        if others and not anyway:
            text = words.SECOND_SERVER.format(server=others[0])
            self.problems["server"] = Problem(text, "start", words.START_ANOTHER)
            return False
        self.stage = "starting"
        return True

    def started(self, link: str) -> Choice | None:
        """It runs; None: the person does not want it any more, or cannot join it."""
        if self.stage != "starting":
            return None
        self.edit_server(link)
        return self.join()

    def join(self) -> Choice | None:
        """It is tried from now on."""
        self.server = unwrap(self.server)
        self.problems.clear()
        name, place = self._check_name(), self._check_server()
        if not name or place is None or self.problems:
            return None
        return self._try(Choice(name, place, self.is_once, server_id=self._chosen.id))

    def take_way(self, field: Field) -> Choice | None:
        """Do what the button beside that field says. "show" and "start" are for the caller."""
        problem, choice = self.problems[field], self._choice
        if problem.way == "name":
            self.edit_name(problem.name)
            return self.join()
        if problem.way == "open":
            self.stage = "in"
        elif choice is not None and problem.way in ("trust", "takeover"):
            self.problems.clear()
            allowed = {"trusts": problem.way == "trust", "takeover": problem.way == "takeover"}
            return self._try(replace(choice, **allowed))
        return None

    @property
    def _chosen(self) -> ServerRow:
        """Whatever was typed since is somebody else, of whom nothing is known."""
        return self._pinned if self._pinned.typed == self.server.strip() else _NOBODY

    def back(self) -> None:
        self.stage = "choosing"
        self.problems.clear()

    def _try(self, choice: Choice) -> Choice:
        self.stage, self._choice = "connecting", choice
        return choice

    def _mind_change(self, field: Field) -> None:
        """What is tried is not what the person wants any more."""
        if self.stage in ("starting", "connecting"):
            self.back()
        self.problems.pop(field, None)

    # --- happens -----------------------------------------------------------------------------

    def hear(self, event: Event) -> None:
        """A link that has not found its server goes on; what is said about that may pass."""
        if self.stage != "connecting" or self._choice is None:
            return
        if isinstance(event, Ended):
            self.end(event, self._choice)
        elif isinstance(event, Joined):
            self.stage = "in"
        elif obstacle := find_obstacle(event, self._choice):
            self.problems[obstacle.field] = obstacle.problem

    def end(self, event: Ended, choice: Choice) -> None:
        """A chat that was tried, or was on, is over."""
        self.stage, self._choice = "choosing", choice
        obstacle = find_obstacle(event, choice)
        if obstacle is not None:
            self.problems[obstacle.field] = obstacle.problem

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

    # --- checks ------------------------------------------------------------------------------

    def _check_name(self) -> str:
        """As it is shown; empty, and a problem, if it cannot be one."""
        name = read_name(self.name)
        if isinstance(name, Problem):
            self.problems["name"] = name
            return ""
        if name_key(name) in self._running and not self.is_once:
            self.be_running()
        return name

    def _check_server(self) -> Place | None:
        place = read_server(self.server)
        if isinstance(place, Problem):
            self.problems["server"] = place
            return None
        return place._replace(key=self._chosen.key) if self._chosen.key else place


def _is_here(row: ServerRow) -> bool:
    """On this computer, where none is started beside it."""
    place = read_typed(row.typed)
    return place is not None and place.host in HERE


_NOBODY: Final = ServerRow("", "")
