"""Our numberings at one server: one that new messages get their numbers in, and older ones.

An outbox is given up when it may be in use elsewhere: its folder was copied, or put back to an
older state. What waits in it is said under its own numbers first, since the other copy may have
said it already; what is new waits until that is answered, and goes in a session of its own.
"""

from collections.abc import Callable
from typing import Final

from chatgui.archive.archive import Archive, Key
from chatgui.archive.items import Item, Numbered, Place
from chatgui.outgoing import Outgoing
from shared.dialects.native.records import Welcome

OUTBOX_SIZE: Final = 16
REUSED: Final = "outbox_reused"


class Outboxes:
    """`speaking` is the one whose id belongs in the next session's FIN."""

    def __init__(
        self,
        server: bytes,
        place: Place,
        installation: bytes,
        archive: Archive,
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._server = server
        self._installation = installation
        self._archive = archive
        self._random_bytes = random_bytes
        self._boxes = [
            Outgoing(box.outbox, box.last, (m for m in place.waiting if m.outbox == box.outbox))
            for box in place.numberings
        ]
        if not place.numberings or place.numberings[-1].installation != installation:
            self.begin_anew()

    @property
    def newest(self) -> Outgoing:
        return self._boxes[-1]

    @property
    def speaking(self) -> Outgoing:
        return next((box for box in self._boxes if box.unsettled), self.newest)

    @property
    def unsettled(self) -> int:
        return sum(box.unsettled for box in self._boxes)

    @property
    def size(self) -> int:
        return sum(box.size for box in self._boxes)

    def find(self, outbox: bytes) -> Outgoing | None:
        """One of ours; None: it is another installation's."""
        return next((box for box in self._boxes if box.outbox == outbox), None)

    def begin_anew(self) -> None:
        """From now on new messages are numbered in a new outbox."""
        self._boxes.append(Outgoing(self._random_bytes(OUTBOX_SIZE)))
        self._archive.begin_outbox(self._server, self.newest.outbox, self._installation)

    def add(self, name: str, to: tuple[int, ...], text: bytes) -> Key:
        """Give a message of ours its number. `name`: ours."""
        message = self.newest.add(to, text)
        self._archive.number(self._server, name, message)
        return (message.outbox, message.sequence)

    def move(self, message: Numbered) -> None:
        """Its number means another message at the server: it gets one in a new outbox."""
        old = self.find(message.outbox)
        if old is None or old.settle(message.sequence) is None:
            return
        if old is self.newest:
            self.begin_anew()
        moved = self.newest.add(message.to, message.body, message.kind)
        self._archive.renumber(
            self._server, (message.outbox, message.sequence), (moved.outbox, moved.sequence)
        )

    def compare(self, item: Item) -> None:
        """A message in the log. If it is ours, but not the one that we gave that number to, our
        outbox has been used by a copy of it."""
        if item.sender != self._archive.own:
            return
        box = self.find(item.outbox)
        ours = box and box.get(item.sequence)
        if ours and (ours.to, ours.kind, ours.body) != (item.to, item.kind, item.body):
            self.move(ours)

    def resume(self, welcome: Welcome, box: Outgoing, behind: int) -> bool:
        """A session of that box begins, and of the log only what stands up to `behind` is as we
        know it. True: the server has lost messages of ours, which will be said again."""
        if welcome.sequence > box.last and box is self.newest:
            self.begin_anew()
        lost = self._archive.committed(
            self._server, welcome.log, box.outbox, welcome.sequence, behind
        )
        self._archive.say_again([(message.outbox, message.sequence) for message in lost])
        for outgoing in self._boxes:
            outgoing.put_back(m for m in lost if m.outbox == outgoing.outbox)
        box.resume()
        return bool(lost)
