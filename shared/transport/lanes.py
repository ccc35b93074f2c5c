"""The three lanes of a session, both directions, and the credit each is granted.

Lane 0 is control, 1 chat, 2 bulk; each is ordered and credited on its own.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from shared.transport.inbox import Inbox
from shared.transport.ledger import Sent, stated
from shared.transport.outbox import FROM_CLIENT, TO_CLIENT, Outbox

CONTROL: Final = 0
CHAT: Final = 1
BULK: Final = 2
# The lane number of facts that are not pieces; what is in the place of their sequence:
OWN: Final = 3
CREDIT: Final = (0, 1, 2)  # MAX_DATA for this lane
DONE: Final = 3  # HANDSHAKE_DONE

# The largest record fits behind a lost first piece. A client that leaves out the first piece of
# each lane would otherwise have the server hold three windows of large ones, for ever.
EARLY_FROM_CLIENT: Final = 96 * 1024


class Lanes:
    """`due` has a bit (1 << code) for each fact of lane OWN that waits to be sent.

    `early_most`: how many bytes of pieces that came before their turn are held, in all lanes.

    `unconfirmed` has one for each that was sent and not acknowledged; it rides with whatever else
    leaves. An end that mostly listens knows little of its line's loss, and a lane that waits for
    credit would wait for its timers.
    """

    __slots__ = ("due", "early_most", "inboxes", "outboxes", "unconfirmed")

    def __init__(self, is_server: bool = True) -> None:
        windows = (TO_CLIENT, FROM_CLIENT) if is_server else (FROM_CLIENT, TO_CLIENT)
        (control, chat, bulk), theirs = windows
        self.outboxes = (Outbox(control), Outbox(chat), Outbox(bulk))
        control, chat, bulk = theirs
        self.inboxes = (Inbox(control), Inbox(chat), Inbox(bulk))
        self.due = 0
        self.unconfirmed = 0
        self.early_most = 2**30

    def is_ready(self, with_bulk: bool) -> bool:
        """Do pieces wait to be sent?"""
        control, chat, bulk = self.outboxes
        # `Outbox.is_ready` three times, written out: this runs for each datagram.
        if chat.fresh < chat.next or control.fresh < control.next or chat.again or control.again:
            return True
        return with_bulk and bulk.is_ready

    def has_room(self, lane: int, sequence: int, data: bytes) -> bool:
        """Whether to take that piece: one that is not its lane's turn must wait in memory. If not,
        drop its packet without an ACK; the peer will send it again."""
        if sequence <= self.inboxes[lane].next:
            return True
        early = sum(inbox.early_bytes for inbox in self.inboxes)
        return early + len(data) <= self.early_most

    def take(self, lane: int, sequence: int, ends: bool, data: bytes) -> Sequence[bytes]:
        """A piece arrived; returns the records that are complete now. Raises Violation."""
        inbox = self.inboxes[lane]
        records = inbox.take(sequence, ends, data)
        if inbox.owes_credit():
            self.due |= 1 << CREDIT[lane]
        return records

    def hold(self, lane: int, held: bool) -> None:
        inbox = self.inboxes[lane]
        inbox.is_held = held
        if inbox.owes_credit():
            self.due |= 1 << CREDIT[lane]

    def acked(self, packets: Iterable[Sent]) -> None:
        for lane, first, end in stated(packets):
            if lane == OWN:
                for code in range(first, end):
                    self.unconfirmed &= ~(1 << code)
            else:
                self.outboxes[lane].acked(first, end)

    def all_acked(self) -> bool:
        """Nothing is in flight any more: all that was sent has arrived. False, and nothing is
        noted, if some of it was lost and waits to be sent again."""
        control, chat, bulk = self.outboxes
        if control.again or chat.again or bulk.again or self.due:
            return False
        for outbox in self.outboxes:
            outbox.acked(outbox.base, outbox.fresh)
        self.unconfirmed = 0
        return True

    def lost(self, packets: Iterable[Sent]) -> None:
        for number, _, facts in packets:
            for lane, first, end in facts:
                if lane == OWN:
                    self.due |= 1 << first
                    continue
                for sequence in range(first, end):
                    self.outboxes[lane].lost(sequence, number)

    def with_room(self) -> Sequence[int]:
        """Lanes that refused a record for which there is room now; each is named once."""
        control, chat, bulk = self.outboxes
        if not (chat.wanted or control.wanted or bulk.wanted):
            return ()  # nearly always
        return [lane for lane, outbox in enumerate(self.outboxes) if outbox.take_wish()]
