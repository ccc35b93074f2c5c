"""The messages of a turn, given to each session in one go: several cost it little more than one."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, Protocol

from chatserver.doors.feed import Feed
from shared.transport.lanes import CHAT
from shared.transport.outbox import Pieces

RUN_MOST: Final = 64
"""Messages of a run: well below the window of a session that keeps up."""


class Listener(Protocol):
    """A session, as far as a fan-out knows it."""

    cid: int
    number: int
    feed: Feed | None


class Post(NamedTuple):
    """A message on its way to all but one (0: to all)."""

    position: int
    pieces: Pieces
    but: int


class Fanout:
    """`add` what is applied, `flush` at the end of the turn. `send` is the endpoint's."""

    def __init__(self, send: Callable[[int, int, Pieces], bool]) -> None:
        self._send = send
        self._audience: Sequence[Listener] = ()
        self._run: list[Post] = []

    def add(self, audience: Sequence[Listener], post: Post) -> None:
        """In the order of positions. Messages to the very same audience make a run."""
        if audience is not self._audience or len(self._run) >= RUN_MOST:
            self.flush()
            self._audience = audience
        self._run.append(post)

    def flush(self) -> None:
        run, self._run = self._run, []
        if not run:
            return
        send, first, last = self._send, run[0].position, run[-1].position
        pieces = tuple(piece for post in run for piece in post.pieces)
        apart = {post.but for post in run}
        for session in self._audience:
            feed = session.feed
            if feed is None or not feed.live:
                continue
            is_plain = feed.cursor < first and session.number not in apart
            if is_plain and send(session.cid, CHAT, pieces):
                feed.cursor = last
            else:
                self._send_singly(session, feed, run)

    def _send_singly(self, session: Listener, feed: Feed, run: list[Post]) -> None:
        """To who has written some of it, has read some of it in the log, or has no room for all."""
        for post in run:
            if post.but != session.number and feed.wants(post.position):
                feed.post(post.position, self._send(session.cid, CHAT, post.pieces))
