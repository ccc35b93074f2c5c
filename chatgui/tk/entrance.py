"""From the start dialog to a chat that may be shown: what is chosen is tried, until it is in."""

import time
import tkinter as tk
from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from chatgui.account import account_name
from chatgui.app.choice import Choice, Field
from chatgui.app.nearby import Nearby
from chatgui.app.settings import Settings
from chatgui.app.starting import Starting
from chatgui.app.words import dialogs as words
from chatgui.bookmarks import known_addresses, known_keys
from chatgui.founding import END_S
from chatgui.knock import Knock, Prepare, Unfound
from chatgui.lookout import Lookout
from chatgui.opening import OpenChat, make_prepare, open_chat
from chatgui.options import Options
from chatgui.profile import LOG, AlreadyOpen, known_profiles
from chatgui.reception import Reception
from chatgui.tk.start_dialog import StartDialog
from chatgui.uplink import is_numeric
from shared.crypto.identity import server_id
from shared.disk import DiskError
from shared.doorbell import ring
from shared.names import name_key
from shared.net.path import bracketed
from shared.server_link import is_link, unwrap
from shared.signals import catch_signals
from shared.tk.faults import Faults
from shared.tk.theme import Theme

if TYPE_CHECKING:  # most need no doctor
    from chatgui.tk.doctor_dialog import DoctorDialog

LOOK_MS: Final = 20
"""How often it is asked whether we are in: nobody sees such a pause."""

IDLE_MS: Final = 500
LEAVE_S: Final = 3.0
"""How long a link that nobody wants any more may take to end, when the person quits."""


class Admitted(NamedTuple):
    """`warnings`: sentences that opening it brought. `knock`: to be ended where no program is made
    with `prepare`."""

    options: Options
    chat: OpenChat
    prepare: Prepare
    warnings: list[str]
    knock: Knock


class Entrance:
    """`options`: what is not asked for. `run` once; `home` is closed to others while a chat of it
    is tried."""

    def __init__(
        self, root: tk.Tk, theme: Theme, starting: Starting, options: Options, home: Path
    ) -> None:
        self._root, self._theme, self._starting = root, theme, starting
        self._options, self._home = options, home
        self._wanted: Choice | None = None  # to be tried when there is nothing tried any more
        self._tried: Admitted | None = None
        self._knock: Knock | None = None
        self._is_given_up = False
        self._leave_until = inf
        self._told: list[str] = []
        self._admitted: Admitted | None = None
        self._doctor: DoctorDialog | None = None
        self._reception = make_reception(starting, home)
        self.dialog = StartDialog(
            root,
            theme,
            starting,
            join=lambda: self._want(starting.join()),
            take_way=self._take_way,
            back=self._back,
            leave=self._leave,
            search=lambda: self._do(self._reception.search),
            start=lambda: self._do(self._reception.start),
            examine=self._examine,
        )

    def run(self) -> Admitted | None:
        """None: the person has gone, or works in another window now."""
        faults = Faults(self._root, self._home / LOG, self._told.append)
        self._look()
        with catch_signals(self._leave):
            self.dialog.show()
            self._root.mainloop()
        self._root.after_cancel(self._timer)
        self._reception.close(0.0 if self._admitted else END_S + 1.0)  # it is killed then
        faults.close()
        self.dialog.destroy()
        return self._admitted

    def take_link(self, link: str) -> None:
        """One that was clicked elsewhere, as if it had been pasted."""
        self._starting.edit_server(link)
        self.dialog.draw()

    # --- what the person wants ---------------------------------------------------------------

    def _take_way(self, field: Field) -> None:
        way = self._starting.problems[field].way
        if way == "show":
            self._show_running()
        elif way == "start":
            self._do(lambda: self._reception.start(anyway=True))
        else:
            self._want(self._starting.take_way(field))

    def _want(self, choice: Choice | None) -> None:
        self._wanted = choice
        self._go_on()
        self.dialog.draw()

    def _do(self, act: Callable[[], object]) -> None:
        """Something of the reception's, at once."""
        act()
        self._reception.mind(time.monotonic())
        self.dialog.draw()

    def _examine(self) -> None:
        """The way to the server that is chosen when it begins."""
        from chatgui.doctor.examiner import examine_network
        from chatgui.tk.doctor_dialog import DoctorDialog

        if self._doctor is not None and self._doctor.winfo_exists():
            self._doctor.come_up()
            return
        starting, home = self._starting, self._home
        self._doctor = DoctorDialog(
            self.dialog,
            self._theme,
            lambda: examine_network(starting.place, starting.places, home),
        )

    def _back(self) -> None:
        self._reception.back()
        self._want(None)

    def _leave(self) -> None:
        """Also for signals: what takes time is done at the next look."""
        self._leave_until = time.monotonic() + LEAVE_S
        self._starting.back()
        self._wanted = None

    def _show_running(self) -> None:
        name = name_key(self._starting.name.strip())
        server = unwrap(self._starting.server)
        link = server if is_link(server) else ""  # else it is perhaps only what was there
        for known in known_profiles(self._home):
            if name_key(known.name) == name and ring(known.folder, link):
                self._leave()
                return
        self._starting.be_running(can_show=False)
        self.dialog.draw()

    # --- what comes of it --------------------------------------------------------------------

    def _look(self) -> None:
        is_news = self._hear()
        if self._leave_until == inf:
            is_news |= self._reception.mind(time.monotonic())
            self._wanted = self._reception.take_choice() or self._wanted
        self._go_on()
        if is_news:
            self.dialog.draw()
        is_busy = self._knock is not None or self._leave_until < inf or self._reception.is_busy
        self._timer = self._root.after(LOOK_MS if is_busy else IDLE_MS, self._look)

    def _hear(self) -> bool:
        """Whether anything was to be heard."""
        events = self._knock.take() if self._knock is not None and not self._is_given_up else []
        for event in events:
            if isinstance(event, Unfound):
                self._starting.miss_server()
            else:
                self._starting.hear(event)
        if self._told:
            self._starting.refuse("server", self._told.pop())
            return True
        return bool(events)

    def _go_on(self) -> None:
        if self._starting.stage == "in":
            self._admit()
        elif self._starting.stage == "choosing" or self._wanted is not None:
            self._give_up()
        if self._knock is None and self._wanted is not None:
            self._try(self._wanted)
        if self._leave_until < inf:
            self.dialog.withdraw()
            if self._knock is None or time.monotonic() > self._leave_until:
                self._root.quit()

    def _give_up(self) -> None:
        """What is tried is not wanted, or has failed. What it uses is closed when it is over."""
        if self._knock is None or self._tried is None:
            return
        if not self._is_given_up:
            self._is_given_up = True
            self._knock.leave()
        if self._knock.is_over:
            self._tried.chat.close()
            self._knock = self._tried = None

    def _try(self, choice: Choice) -> None:
        self._wanted, self._is_given_up = None, False
        warnings: list[str] = []
        options = replace(
            self._options,
            name=choice.name,
            host=choice.place.host,
            port=choice.place.port,
            server_key=choice.place.key,
            token=choice.place.token,
            typed=self._starting.server,
            is_once=choice.is_once,
            takeover=choice.takeover,
            trust_new_key=choice.trusts,
            server_id=choice.server_id,
        )
        try:
            chat = open_chat(options, self._home, warnings.append, is_once=choice.is_once)
        except AlreadyOpen:
            self._starting.be_running()
        except DiskError as trouble:
            self._starting.refuse("name", str(trouble))
        else:
            if choice.trusts:
                warnings.append(words.OTHER_HISTORY.format(path=chat.folder / "history.db"))
            prepare = make_prepare(options, chat)
            self._knock = Knock(prepare)
            self._tried = Admitted(options, chat, prepare, warnings, self._knock)

    def _admit(self) -> None:
        self._reception.keep()
        if self._knock is not None and self._tried is not None:
            self._admitted = self._tried._replace(prepare=self._knock.hand_over())
        self._knock = self._tried = None
        self._root.quit()


def make_reception(starting: Starting, home: Path) -> Reception:
    """Where one was last is asked first, and stands first."""
    places = starting.places
    last = [f"{bracketed(place.host)}:{place.port}".lower() for place in places]
    nearby = Nearby(last, {server_id(key): key for key in known_keys(home).values()})
    hosts = [(place.host, place.port) for place in places if is_numeric(place.host)]
    return Reception(starting, nearby, Lookout(hosts))


def begin(options: Options, home: Path, settings: Settings) -> Starting:
    """What this computer knows, and what was said on the command line or chosen last."""
    profiles = known_profiles(home)
    return Starting(
        [known.name for known in profiles],
        [known.name for known in profiles if known.is_open],
        settings.recent,
        known_addresses(home),
        name=options.name or ("" if profiles else account_name()),
        server=options.typed or (options.where if options.name else ""),
    )
