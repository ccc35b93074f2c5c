"""Does what is chosen in the tray's menu, and keeps the icon true: one thread, so that the tray's
own is never held up by a desktop or a server that takes its time.

    clerk = Clerk(ask, desk, show)
    clerk.choose(name)       from any thread: what the tray says was chosen
    clerk.close()            from any thread
"""

import queue
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from chatserver.aside import Answer
from chatserver.control.answers import AnyAnswer, Invites, Refused, ServerStatus, Told
from chatserver.control.operations import AnyOperation, AskStatus, MakeInvite, PauseGuests, Stop
from chatserver.tray import words
from chatserver.tray.view import make_view
from shared.desktop.tray.view import View
from shared.net.path import bracketed
from shared.tk.question import Question

LOOK_S: Final = 2.0
NOTE_S: Final = 10.0
"""So long the tooltip says what was done last."""

CONFIRM_S: Final = 30.0
"""Within which Quit has to be chosen twice where nobody can be asked."""

Ask = Callable[[AnyOperation], AnyAnswer]
"""Of the running server; waits for the answer."""


class Desk(Protocol):
    """What the desktop does for us; nothing raises but OSError, with a sentence."""

    def copy(self, text: str) -> bool: ...
    def notify(self, text: str) -> None: ...
    def warn(self, text: str) -> None:
        """Like `notify`, and kept in the log."""
        ...

    def open_dashboard(self) -> None: ...

    def confirm(self, question: Question) -> Answer:
        """Waits for the person's answer; what is still asked is taken back."""
        ...

    def starts_at_login(self) -> bool | None:
        """None: that cannot be chosen here."""
        ...

    def start_at_login(self, is_on: bool) -> None: ...


class Clerk:
    """`show` gets a view whenever it has changed. Begins with the first `choose` or `LOOK_S` after
    `run`, which is for a thread of the clerk's own and returns after `close`."""

    def __init__(
        self,
        ask: Ask,
        desk: Desk,
        show: Callable[[View], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask, self._desk, self._show, self._clock = ask, desk, show, clock
        self._chosen: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._status: ServerStatus | None = None
        self._view: View | None = None
        self._note, self._note_until = "", 0.0
        self._quit_until = 0.0
        self._asked = 0
        self._deeds: dict[str, Callable[[], None]] = {
            "dashboard": self._open_dashboard,
            "worry": self._open_dashboard,
            "address": self._copy_address,
            "invite": self._copy_invite,
            "pause": self._pause,
            "login": self._switch_login,
            "quit": self._quit,
            "stop": self._stop,
        }

    def choose(self, name: str) -> None:
        self._chosen.put(name)

    def close(self) -> None:
        self._chosen.put(None)

    def run(self) -> None:
        self.look()
        while True:
            try:
                name = self._chosen.get(timeout=LOOK_S)
            except queue.Empty:
                name = ""
            if name is None:
                return
            self.do(name)

    def do(self, name: str) -> None:
        """What was chosen, if anything, and then how things are."""
        deed = self._deeds.get(name)
        if deed is not None:
            try:
                deed()
            except OSError as trouble:
                self._warn(str(trouble))
        self.look()

    def look(self) -> None:
        """Ask the server how it is, and show that."""
        try:
            answer = self._ask(AskStatus())
        except OSError:
            return  # it ends, or is very busy
        if isinstance(answer, ServerStatus):
            self._status = answer
        note = self._note if self._clock() < self._note_until else ""
        view = make_view(self._status, self._desk.starts_at_login(), note)
        if view != self._view:
            self._view = view
            self._show(view)

    # --- deeds -------------------------------------------------------------------------------

    def _open_dashboard(self) -> None:
        self._desk.open_dashboard()

    def _copy_address(self) -> None:
        if (status := self._status) is not None:
            host = bracketed(status.addresses[0]) if status.addresses else "127.0.0.1"
            address = f"{host}:{status.port}"
            said = words.ADDRESS_HERE_COPIED if status.is_local else words.ADDRESS_COPIED
            self._copy(address, said.format(address=address))

    def _copy_invite(self) -> None:
        """Of a private server a new one each time, since each admits one person."""
        if (status := self._status) is None:
            return
        if not status.is_private:
            said = words.LINK_HERE_COPIED if status.is_local else words.LINK_COPIED
            self._copy(status.link, said)
            return
        answer = self._ask(MakeInvite())
        if isinstance(answer, Invites) and answer.rows:
            self._copy(answer.rows[0].link, words.TOKEN_COPIED)
        else:
            self._repeat(answer)

    def _copy(self, text: str, said: str) -> None:
        self._say(said if self._desk.copy(text) else words.NOT_COPIED.format(text=text))

    def _pause(self) -> None:
        if self._status is not None:
            self._repeat(self._ask(PauseGuests(not self._status.guests_paused)))

    def _switch_login(self) -> None:
        self._desk.start_at_login(not self._desk.starts_at_login())

    def _quit(self) -> None:
        people = 0 if self._status is None else self._status.people
        if not people or self._clock() < self._quit_until:
            self._stop()
        else:
            self._asked += 1
            name, given = "asks whether to quit", (people, self._asked)
            threading.Thread(target=self._confirm, args=given, name=name, daemon=True).start()

    def _confirm(self, people: int, number: int) -> None:
        """In a thread of its own: a person takes as long as they like. Who chooses Quit again does
        not see the question, so it is asked anew, and only the last answer counts."""
        count = words.count_people(people)
        server = "" if self._status is None else self._status.name
        text = words.QUIT_TEXT.format(server=server, count=count)
        answer = self._desk.confirm(Question(text, words.QUIT_YES, words.QUIT_NO, True))
        if number != self._asked:
            return
        if answer == "yes":
            self.choose("stop")
        elif answer == "nobody":
            self._quit_until = self._clock() + CONFIRM_S
            self._warn(words.QUIT_AGAIN.format(count=count))

    def _stop(self) -> None:
        self._ask(Stop())

    # --- what is said ------------------------------------------------------------------------

    def _repeat(self, answer: AnyAnswer) -> None:
        if isinstance(answer, Told | Refused):
            self._say(answer.text)

    def _say(self, text: str) -> None:
        self._note_down(text)
        self._desk.notify(text)

    def _warn(self, text: str) -> None:
        self._note_down(text)
        self._desk.warn(text)

    def _note_down(self, text: str) -> None:
        self._note, self._note_until = text, self._clock() + NOTE_S
