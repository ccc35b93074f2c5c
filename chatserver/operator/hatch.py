"""Where the owner's operations come in from other threads, and what the loop does with them.

ask(operation, answered)     from any thread
serve(desk, ..., now)        by the loop, when `mailbox` is ready
shut()                       by the loop, at its end
"""

from collections.abc import Callable
from typing import Final

from chatserver.control.answers import AnyAnswer, Invites, Refused, Told
from chatserver.control.operations import LOOKING, AnyOperation, RevokeInvite, ShowDashboard, Stop
from chatserver.operator.desk import Desk
from chatserver.operator.table import obey
from shared.net.mailbox import Mailbox

NOT_STORED: Final = (
    "But the disk did not take it: if the server ends before the disk is mended, it is forgotten."
)
NO_INVITE: Final = "No invite is made: whoever got it could be turned away. {trouble}"
STOPS: Final = Told("The server ends; everybody is told.")
ENDED: Final = Refused("The server has ended.")

Answered = Callable[[AnyAnswer], None]


class Hatch:
    def __init__(self) -> None:
        self.mailbox: Mailbox[tuple[AnyOperation, Answered]] = Mailbox()
        self._is_shut = False

    def ask(self, operation: AnyOperation, answered: Answered) -> None:
        """`answered` is called by the loop's thread, and must not block; once the loop has ended,
        by this one."""
        if self._is_shut:
            answered(ENDED)
        else:
            self.mailbox.post((operation, answered))

    def serve(
        self,
        desk: Desk,
        stop: Callable[[float], None],
        now: float,
    ) -> None:
        """Do what was asked for, and `stop` the server when it is asked for."""
        for operation, answered in self.mailbox.take():
            if isinstance(operation, Stop):
                stop(now)
                answered(STOPS)
                continue
            effects, answer = obey(desk, operation, now)
            desk.parts.runtime.perform(effects, now)
            if isinstance(answer, Refused) or isinstance(operation, (*LOOKING, ShowDashboard)):
                answered(answer)  # nothing was done that a disk could have
            else:
                _confirm(desk, answer, answered, now)

    def shut(self) -> None:
        self._is_shut = True
        for _, answered in self.mailbox.take():
            answered(ENDED)
        self.mailbox.close()


def _confirm(desk: Desk, answer: AnyAnswer, answered: Answered, now: float) -> None:
    """What was done has happened, and is on the disk, before the owner hears of it: whoever was
    sent away must not sit there again after a crash."""

    def stored(is_stored: bool) -> None:
        answered(answer if is_stored else _admit_loss(desk, answer, now))

    def done() -> None:
        if desk.parts.keeper is None:
            answered(answer)
        else:
            desk.parts.keeper.save(stored)

    desk.parts.runtime.settle(done, now)


def _admit_loss(desk: Desk, answer: AnyAnswer, now: float) -> AnyAnswer:
    """What works without the disk goes on until the end. A link does not: it is given away, and
    used in another run."""
    match answer:
        case Told():
            return Told(f"{answer.text} {NOT_STORED}", is_kept=False)
        case Invites(rows=(made,)):
            obey(desk, RevokeInvite(made.id), now)
            archive = desk.parts.archive
            return Refused(NO_INVITE.format(trouble=archive.trouble if archive else "").strip())
        case _:
            return answer
