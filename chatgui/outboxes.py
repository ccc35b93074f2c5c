"""Our numberings at one server: one that new messages get their numbers in, and older ones.

A message has its number from the moment it is typed, so that a copy of it, in a home that was put
back or cloned, is the same message. What was typed before a server was met is numbered in an
outbox of that address, which the server adopts.

An outbox is given up when it may be in use elsewhere. What waits in it is said under its own
numbers first, since the other copy may have said it already; what is new waits until that is
answered, and goes in a session of its own.
"""

from collections.abc import Callable, Iterable
from typing import Final

from chatgui.archive.archive import Archive, Key
from chatgui.archive.items import Item, Numbered, Place, unmet_key
from chatgui.outgoing import Outgoing
from shared.dialects.native.records import TEXT, Welcome

OUTBOX_SIZE: Final = 16
REUSED: Final = "outbox_reused"
NOBODY: Final = b""
"""The server at an address where none was met yet."""


class Outboxes:
    """`number` what is typed, `put` it when it is addressed. The older an outbox, the earlier it is
    said: `choose` the one whose id belongs in the next session's FIN."""

    def __init__(
        self,
        server: bytes,
        place: Place,
        installation: bytes,
        archive: Archive,
        random_bytes: Callable[[int], bytes],
        where: str = "",
    ) -> None:
        """`where`: the address, if `server` is NOBODY."""
        self._server = server
        self._where = where
        self._installation = installation
        self._archive = archive
        self._random_bytes = random_bytes
        self._moved: Outgoing | None = None  # for messages whose numbers meant others
        self.boxes = [
            Outgoing(box.outbox, box.last, (m for m in place.waiting if m.outbox == box.outbox))
            for box in place.numberings
        ]
        if not place.numberings or place.numberings[-1].installation != installation:
            self.begin_anew()

    @property
    def newest(self) -> Outgoing:
        return self.boxes[-1]

    def choose(self, typed: bytes = b"") -> Outgoing:
        """The first that has something to say. `typed`: the outbox of what is addressed next."""
        busy = (box for box in self.boxes if box.unsettled or box.outbox == typed)
        return next(busy, self.newest)

    @property
    def unsettled(self) -> int:
        return sum(box.unsettled for box in self.boxes)

    @property
    def size(self) -> int:
        return sum(box.size for box in self.boxes)

    def find(self, outbox: bytes) -> Outgoing | None:
        """One of ours; None: it is another installation's."""
        return next((box for box in self.boxes if box.outbox == outbox), None)

    def begin_anew(self) -> Outgoing:
        """From now on new messages are numbered in a new outbox."""
        box = Outgoing(self._random_bytes(OUTBOX_SIZE))
        self.boxes.append(box)
        self._archive.begin_outbox(self._server, box.outbox, self._installation, self._where)
        return box

    def adopt(self, typed: dict[bytes, int], unmet: "Outboxes | None") -> None:
        """What was typed at an address where this server is now: the last number of each outbox, in
        the order of typing. `unmet`: those of that address; others are another server's."""
        own = unmet.boxes if unmet is not None else []
        boxes = {box.outbox: box for box in own}
        foreign = [Outgoing(*box) for box in typed.items() if not self.find(box[0])]
        for box in [*(box for box in foreign if box.outbox not in boxes), *own]:
            self.boxes.append(box)
            self._archive.adopt_outbox(self._server, box.outbox, box.last)
        if foreign and not own:
            self.begin_anew()

    def number(self) -> Key:
        """For what was typed just now."""
        return (self.newest.outbox, self.newest.number())

    def put(self, name: str, key: Key, to: tuple[int, ...], text: bytes) -> None:
        """What was given that number is for these people. `name`: ours."""
        message = Numbered(*key, to, TEXT, text)
        box = self.find(key[0])
        if box is not None:
            box.put(message)
            self._archive.number(self._server or unmet_key(self._where), name, message)

    def is_stale(self, key: Key) -> bool:
        """It should have a number in the newest outbox: nobody else can have heard of this one."""
        box = self.find(key[0])
        return box is None or (box is not self.newest and key[1] > box.known)

    def move(self, message: Numbered) -> None:
        """Its number means another message at the server: it gets one in a new outbox, before all
        that was not said yet."""
        old = self.find(message.outbox)
        if old is None or old.settle(message.sequence) is None:
            return
        if self._moved is None or self.boxes.index(old) >= self.boxes.index(self._moved):
            fresh = self.newest.take_fresh()
            self._moved = self.begin_anew()
            self.begin_anew()
            self._renumber(fresh, self.newest)
        self._renumber([message], self._moved)

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
        if welcome.sequence > box.known and box is self.newest:
            fresh = box.take_fresh()
            self._renumber(fresh, self.begin_anew())
        lost = self._archive.committed(
            self._server, welcome.log, box.outbox, welcome.sequence, behind
        )
        self._archive.say_again([(message.outbox, message.sequence) for message in lost])
        for outgoing in self.boxes:
            outgoing.put_back(m for m in lost if m.outbox == outgoing.outbox)
        box.resume(welcome.sequence)
        return bool(lost)

    def _renumber(self, messages: Iterable[Numbered], box: Outgoing) -> None:
        for message in messages:
            new = box.add(message.to, message.body, message.kind)
            self._archive.renumber(
                self._server, (message.outbox, message.sequence), (new.outbox, new.sequence)
            )
