"""Everybody's commands, one from each peer in turn, so that nobody's flood delays the others."""

from collections import deque

from shared.chat import Command

COMMANDS_PER_PEER = 64
"""A few datagrams of many lines; more is a flood, and the door says that it drops."""

PEERS_WAITING = 4096
"""Several turns' work. A flood from forged sources is a new peer with each datagram, and each
would get its turn."""


class Turnstile:
    def __init__(self) -> None:
        self._queues: dict[int, deque[Command]] = {}
        self._order: deque[int] = deque()
        self._held: set[int] = set()
        self._parked: set[int] = set()  # of the held those with commands, out of the order
        self.dropped = 0
        """Commands that found no room since the server started."""

    @property
    def crowded(self) -> bool:
        """No room for further peers; doors let nobody new in while that lasts."""
        return len(self._queues) >= PEERS_WAITING

    @property
    def waiting(self) -> bool:
        return bool(self._order)

    def room(self, peer: int) -> int:
        """How many more commands of this peer fit."""
        queue = self._queues.get(peer)
        return COMMANDS_PER_PEER - len(queue) if queue else COMMANDS_PER_PEER

    def put(self, peer: int, command: Command) -> bool:
        """Queue a command; False if there is no room, and then it is gone."""
        queue = self._queues.get(peer)
        if queue is None:
            queue = self._queues[peer] = deque()
            self._order.append(peer)
        elif len(queue) >= COMMANDS_PER_PEER:
            self.dropped += 1
            return False
        queue.append(command)
        return True

    def put_sure(self, peer: int, command: Command) -> None:
        """For peers whose credit bounds what they can send: nothing of theirs may be lost."""
        queue = self._queues.get(peer)
        if queue is None:
            queue = self._queues[peer] = deque()
            self._order.append(peer)
        queue.append(command)

    def put_last(self, peer: int, command: Command) -> None:
        """The last command of a peer: there is always room for it, whatever it displaces."""
        if not self.put(peer, command):
            self._queues[peer][-1] = command

    def hold(self, peer: int) -> None:
        """Its commands wait until `release`, as many as there is room for: while the log has not
        answered who this is, nobody knows what they mean."""
        self._held.add(peer)

    def release(self, peer: int) -> None:
        self._held.discard(peer)
        if peer in self._parked:
            self._parked.remove(peer)
            self._order.append(peer)

    def forget(self, peer: int) -> None:
        """Release a peer that was not let in: what it said meanwhile is nobody's."""
        self.release(peer)
        if self._queues.pop(peer, None) is not None:
            self._order.remove(peer)

    def take(self) -> tuple[int, Command] | None:
        """The next peer's next command; None if nobody has one."""
        while self._order and self._order[0] in self._held:
            self._parked.add(self._order.popleft())
        if not self._order:
            return None
        peer = self._order.popleft()
        queue = self._queues[peer]
        command = queue.popleft()
        if queue:
            self._order.append(peer)
        else:
            del self._queues[peer]
        return peer, command
