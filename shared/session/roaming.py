"""Where the peer is, and whether it has moved."""

from collections.abc import Callable, Hashable
from math import inf
from typing import Final

from shared.session.path import PathProof, Verdict
from shared.wire.frames import PATH_CHALLENGE, PATH_RESPONSE, encode_path

# After "nothing moves": a peer with two networks sends from one and hears on both, all the time.
REST_S: Final = 1.0
# PATH_RESPONSEs waiting to leave; more are a peer's nonsense.
MAX_ANSWERS: Final = 4


class Roaming:
    """`path` is where datagrams go. At most one other path is being tried at a time.

    `is_busy`: `due` may have something.
    """

    __slots__ = ("_answers", "_proof", "_rests_until", "is_busy", "path")

    def __init__(self, path: Hashable) -> None:
        self.path = path
        self._proof: PathProof | None = None
        self._rests_until = 0.0
        self._answers: list[tuple[bytes, Hashable]] | None = None
        self.is_busy = False

    def heard_elsewhere(
        self,
        path: Hashable,
        size: int,
        is_newer: bool,
        probe_s: float,
        random_bytes: Callable[[int], bytes],
        now: float,
    ) -> None:
        """An authentic datagram came from `path`, which is not ours.

        Only one newer than all before starts a proof: an older one may have been held up.
        """
        proof = self._proof
        if is_newer and (proof is None or proof.candidate != path) and now >= self._rests_until:
            proof = self._proof = PathProof(path, probe_s, random_bytes, now)
            self.is_busy = True
        if proof is not None and proof.candidate == path:
            proof.heard(size)

    def challenged(self, token: bytes, path: Hashable) -> None:
        if self._answers is None:
            self._answers = []
            self.is_busy = True
        if len(self._answers) < MAX_ANSWERS:
            self._answers.append((token, path))

    def answered(self, token: bytes, path: Hashable, now: float) -> None:
        if self._proof is not None:
            self._proof.answered(token, path, now)

    def due(self, size: int, now: float) -> list[tuple[bytes, Hashable]]:
        """Frames to send now, alone in datagrams of `size` bytes, and the path for each."""
        frames: list[tuple[bytes, Hashable]] = []
        self.is_busy = self._proof is not None
        if self._answers is not None:
            frames += [(encode_path(PATH_RESPONSE, token), to) for token, to in self._answers]
            self._answers = None
        if self._proof is not None:
            for is_new, token in self._proof.due(size, now):
                to = self._proof.candidate if is_new else self.path
                frames.append((encode_path(PATH_CHALLENGE, token), to))
        return frames

    def settle(self, now: float) -> float | None:
        """Move, if that is proved: returns the new path's round trip in seconds, else None."""
        proof = self._proof
        if proof is None:
            return None
        verdict = proof.verdict(now)
        if verdict is Verdict.OPEN:
            return None
        self._proof = None
        if verdict is Verdict.STAY:
            self._rests_until = now + REST_S
            return None
        self.path = proof.candidate
        return proof.rtt_s

    @property
    def wake_at(self) -> float:
        return inf if self._proof is None else self._proof.wake_at
