"""Who may come in by our own client: everybody, or on a private server members and invited people.

    ask(...)        a proved identity wants in; the answer may come later
    remove(...)     a membership ends
    note, resume, shift    what the clock on the wall says: invites end some day

An invite is used and its bearer a member in one step, and nobody is told before both are on the
disk. So however an answer is lost, who was let in once is in, at the price of one use.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from chatserver.invites import Invites
from chatserver.members import Member, Members
from chatserver.registry import OFF_COUNTS_MS
from shared.chat import Why
from shared.text import one_line

MOST_MEMBERS: Final = 100_000
"""As many as may be known: an invite for any number must not fill the disk."""

NOTED_EVERY_MS: Final = 3600 * 1000

Answer = Callable[[Why | None], None]
Verdict = Why | Literal["admit"] | None
Stored = Callable[[bool], None]


@dataclass(frozen=True, slots=True)
class Note:
    """What the clock said last, 0: never; whether any run has let in members only."""

    noted_ms: int = 0
    was_private: bool = False


class Gate:
    def __init__(
        self,
        members: Members | None = None,
        invites: Invites | None = None,
        note: Note | None = None,
        *,
        is_private: bool = False,
    ) -> None:
        self.members = Members() if members is None else members
        self.invites = Invites() if invites is None else invites
        self.is_private = is_private
        self.store: Callable[[Stored], None] = lambda stored: stored(True)
        """Puts all changes on the disk, and says whether they are there. Whoever has one sets
        it."""
        self._note = Note() if note is None else note
        self._is_noted = True
        self._waiting: dict[bytes, list[Answer]] = {}  # to be let in when that is stored

    def lets_in(self, identity: bytes) -> bool:
        """Without an invite."""
        return not self.is_private or identity in self.members

    def ask(
        self,
        identity: bytes,
        name: str,
        token_id: bytes,
        now_ms: int,
        answer: Answer,
        can_be_called: Callable[[], bool] = lambda: True,
    ) -> None:
        """`name`: what they would like to be called. `token_id`: of the invite whose token they
        have proved to have; zeros: none. `answer` is called with why they may not come in, None:
        they may; now or later, in this thread.

        Who cannot have that name uses up nothing, and goes on to whoever says so: a program may
        come back as somebody else then. Ask again when another name is wished."""
        if identity in self._waiting:
            self._waiting[identity].append(answer)
            return
        verdict = self._judge(identity, token_id, now_ms)
        if verdict == "admit" and not can_be_called():
            answer(None)
        elif verdict == "admit":
            self._waiting[identity] = [answer]
            self._admit(identity, one_line(name), token_id, now_ms)
        else:
            answer(verdict)

    def adopt(self, known: Iterable[tuple[bytes, str]], now_ms: int) -> int:
        """At the start, with the identities and names of all who were known: in the first run that
        lets in members only they are members. How many became it.

        Never later: whoever came while it was open for a while would be one, and who was removed.
        And not whom an invite has let in before: they are members, or were removed."""
        if self._note.was_private or not self.is_private:
            return 0
        self._set(replace(self._note, was_private=True))
        let_in = self.invites.let_in()
        new = [(who, name) for who, name in known if who not in self.members and who not in let_in]
        for identity, name in new:
            self.members.add(Member(identity, name, now_ms))
        return len(new)

    def _judge(self, identity: bytes, token_id: bytes, now_ms: int) -> Verdict:
        if identity in self.members:
            return None
        invite = self.invites.by_id(token_id)
        why: Verdict = "removed" if identity in self.invites.let_in() else "uninvited"
        if invite is not None:
            was_let_in = self.invites.has_let_in(token_id, identity)
            why = "removed" if was_let_in else invite.end(now_ms) or "admit"
        if why == "admit" and len(self.members) >= MOST_MEMBERS:
            why = "full"
        return why if self.is_private or why == "admit" else None

    def _admit(self, identity: bytes, name: str, token_id: bytes, now_ms: int) -> None:
        invite = self.invites.by_id(token_id)
        assert invite is not None
        self.invites.use(token_id, identity)
        self.members.add(Member(identity, name, now_ms, invite.label))

        def stored(is_stored: bool) -> None:
            if not is_stored:
                self.members.remove(identity)
                self.invites.give_back(token_id, identity)
            for answer in self._waiting.pop(identity):
                answer(None if is_stored else "closing")  # they come back by themselves

        self.store(stored)

    # --- the clock ---------------------------------------------------------------------------

    def resume(self, now_ms: int) -> None:
        """Once, at the start: the clock says that. A clock that says less than it did has been set
        back."""
        if self._note.noted_ms:
            off_ms = now_ms - self._note.noted_ms
            self.shift(off_ms - min(max(off_ms, 0), OFF_COUNTS_MS))
        self._set(replace(self._note, noted_ms=now_ms))

    def shift(self, by_ms: int) -> None:
        """The clock was set."""
        self.invites.shift(by_ms)
        self._set(replace(self._note, noted_ms=self._note.noted_ms + by_ms))

    def note(self, now_ms: int) -> None:
        """Call now and then."""
        if now_ms - self._note.noted_ms >= NOTED_EVERY_MS:
            self._set(replace(self._note, noted_ms=now_ms))

    # --- what is to be stored ----------------------------------------------------------------

    @property
    def is_changed(self) -> bool:
        return not self._is_noted

    def changes(self) -> dict[int, Note | None]:
        """The note, under 0."""
        self._is_noted = True
        return {0: self._note}

    def _set(self, note: Note) -> None:
        self._note, self._is_noted = note, False
