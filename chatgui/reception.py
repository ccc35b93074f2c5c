"""What goes on while somebody chooses a server: searches, and perhaps one is started here.

search(), start(), back()      what the person wants
mind(now)                      ask often; whether there is something new to be drawn
take_choice()                  what is to be joined now, once
keep(), close()
"""

from collections.abc import Callable
from math import inf
from typing import Final

from chatgui.app.choice import Choice
from chatgui.app.nearby import Nearby
from chatgui.app.starting import Starting
from chatgui.founding import Founding
from chatgui.lookout import Lookout

AGAIN_S: Final = 15.0
LONGEST_AGAIN_S: Final = 120.0
"""Who waits for a server to be switched on sees it soon; a dialog that is left open over the night
asks the network, twice as long each time, every two minutes in the end."""


class Reception:
    """`found`: starts a server, in a thread."""

    def __init__(
        self,
        starting: Starting,
        nearby: Nearby,
        lookout: Lookout,
        found: Callable[[], Founding] = Founding,
    ) -> None:
        self._starting, self._nearby, self._lookout, self._found = starting, nearby, lookout, found
        self._founding: Founding | None = None
        self._founded: Founding | None = None  # it runs, and is not joined yet
        self._typed = ""  # before its link took that place
        self._choice: Choice | None = None
        self._search_at, self._pause_s = -inf, AGAIN_S
        self._tell()

    @property
    def is_busy(self) -> bool:
        return self._nearby.is_searching or self._founding is not None

    def search(self) -> None:
        self._search_at, self._pause_s = -inf, AGAIN_S

    def start(self, anyway: bool = False) -> None:
        """A second one while the first begins is never meant; one that ends is waited for."""
        if not self._starting.start(anyway) or self._founding is not None:
            return
        founded, self._founded = self._founded, None
        self._founding = founded if founded is not None and founded.is_running else self._found()

    def back(self) -> None:
        """The person does not want to wait: a server that was started for them ends."""
        self._starting.back()
        if self._founded is None:
            return
        if self._starting.server == self._founded.link:
            self._starting.edit_server(self._typed)
        self._founded.cancel()
        self._founding, self._founded = self._founded, None

    def keep(self) -> None:
        """They are in: a server that was started for them goes on, also if they are at another one;
        somebody else may be there by now, and its tray can end it."""
        self._founded = None

    def take_choice(self) -> Choice | None:
        choice, self._choice = self._choice, None
        return choice

    def mind(self, now: float) -> bool:
        is_news = self._mind_search(now)
        return self._mind_server() or is_news

    def close(self, patience_s: float = 0.0) -> None:
        """A server that was started, and is not kept, ends; it is waited for so long, as somebody
        has to who ends too."""
        self._lookout.close()
        founding = self._founding or self._founded
        if founding is not None:
            founding.cancel()
            founding.wait(patience_s)

    def _mind_search(self, now: float) -> bool:
        """What is being joined is not looked for."""
        nearby, lookout = self._nearby, self._lookout
        is_over = nearby.is_searching and not lookout.is_looking  # before the last of it is taken
        met = lookout.take()
        for server in met:
            nearby.hear(server)
        if is_over:
            nearby.end()
            self._search_at = now + self._pause_s
            self._pause_s = min(2 * self._pause_s, LONGEST_AGAIN_S)
        begins = self._may_search(now) and lookout.look()
        if begins:
            nearby.begin()
        if met or is_over or begins:
            self._tell()
        return bool(met) or is_over or begins

    def _may_search(self, now: float) -> bool:
        is_choosing = self._starting.stage == "choosing"
        return is_choosing and not self._nearby.is_searching and now >= self._search_at

    def _mind_server(self) -> bool:
        founding, is_wanted = self._founding, self._starting.stage == "starting"
        if founding is None:
            return False
        if not is_wanted:
            founding.cancel()
        if not founding.is_over:
            return False
        self._founding = None
        self.search()  # perhaps one was there before
        if founding.is_cancelled:
            self._founding = self._found() if is_wanted else None  # once more
        elif founding.trouble:
            self._starting.refuse("server", founding.trouble)
        else:
            self._join(founding)
        return True

    def _join(self, founded: Founding) -> None:
        self._founded = founded
        if self._starting.server != founded.link:
            self._typed = self._starting.server
        self._choice = self._starting.started(founded.link)

    def _tell(self) -> None:
        nearby = self._nearby
        self._starting.find(
            nearby.rows, nearby.status, nearby.warning, is_searching=nearby.is_searching
        )
