"""How the connection is, in words a person understands and in numbers, told when it changes."""

from math import inf
from typing import Final

from chatgui.app.messages import LineMeasured, Status, StatusChanged

# A server in the same building answers in milliseconds, a restarted one within a second: no word.
LOOKING_AFTER_S: Final = 1.0
NO_PARLEY_AFTER_S: Final = 3.0
# The estimate remembers some 32 packets: at 15 % loss it errs by 5 points.
POOR: Final = 0.15
FINE: Final = 0.05
NEWS_PERCENT: Final = 10
NEWS_S: Final = 10.0

MEASURED_S: Final = 2.0
NOTICED_S: Final = 0.001
NOTICED_SHARE: Final = 0.25
NOTICED_LOSS: Final = 0.02
"""The line is told of at most so often, when it has changed by so much."""

_TROUBLES: Final = frozenset({"no parley", "other version", "needs invite", "unknown invite"})
_OUT: Final = _TROUBLES | {"looking", "trying again"}


class StatusWatch:
    """Ask `see_in` or `see_out` at each turn, whichever is true."""

    def __init__(self, now: float) -> None:
        self._out_since: float | None = now
        self._seen_at = now
        self._was_in = False
        self._told: StatusChanged | None = None
        self._told_at = -inf

    def wake_at(self) -> float:
        """When `see_out` may have more to tell; `inf`: it has told all, or we are in."""
        if self._out_since is None:
            return inf
        moments = (self._out_since + LOOKING_AFTER_S, self._out_since + NO_PARLEY_AFTER_S)
        return next((at for at in moments if at > self._seen_at), inf)

    def see_in(self, loss: float, now: float) -> StatusChanged | None:
        """The server answers, and we are in; `loss`: share of what we send, 0..1."""
        if self._told is None or self._told.status in _OUT:
            status: Status = "connected again" if self._was_in else "connected"
            self._was_in, self._out_since = True, None
            return self._tell(StatusChanged(status), now)
        self._out_since = None
        return self._see_loss(loss, now)

    def see_out(
        self, trouble: Status | None, is_answered: bool, now: float
    ) -> StatusChanged | None:
        """Not in. `trouble`: what is known of it; `is_answered`: some Parley server was heard."""
        if self._out_since is None:
            self._out_since = now
        self._seen_at = now
        waited_s = now - self._out_since
        if waited_s < LOOKING_AFTER_S:
            return None
        status = trouble or self._describe_silence(waited_s, is_answered)
        if self._told is not None and self._told.status == status:
            return None
        return self._tell(StatusChanged(status), now)

    def _describe_silence(self, waited_s: float, is_answered: bool) -> Status:
        if self._was_in:
            return "trying again"
        if waited_s < NO_PARLEY_AFTER_S:
            return "looking"
        was_deaf = self._told is not None and self._told.status == "no parley"
        return "trying again" if is_answered and not was_deaf else "no parley"

    def _see_loss(self, loss: float, now: float) -> StatusChanged | None:
        percent = round(100 * loss)
        told = self._told
        if told is None or told.status != "poor":
            return self._tell(StatusChanged("poor", percent), now) if loss >= POOR else None
        if loss < FINE:
            return self._tell(StatusChanged("fine"), now)
        is_news = abs(percent - told.percent) >= NEWS_PERCENT and now >= self._told_at + NEWS_S
        return self._tell(StatusChanged("poor", percent), now) if is_news else None

    def _tell(self, event: StatusChanged, now: float) -> StatusChanged:
        self._told, self._told_at = event, now
        return event


class LineWatch:
    """`see` it at each turn while the server answers."""

    def __init__(self) -> None:
        self._told: LineMeasured | None = None
        self._told_at = -inf

    def see(self, rtt_s: float | None, loss: float, now: float) -> LineMeasured | None:
        """None: nothing new. `rtt_s` None: not measured yet."""
        if rtt_s is None or now < self._told_at + MEASURED_S or not self._is_news(rtt_s, loss):
            return None
        self._told, self._told_at = LineMeasured(rtt_s, loss), now
        return self._told

    def _is_news(self, rtt_s: float, loss: float) -> bool:
        told = self._told
        if told is None or abs(loss - told.loss) >= NOTICED_LOSS or (loss == 0.0 < told.loss):
            return True
        return abs(rtt_s - told.rtt_s) >= max(NOTICED_S, NOTICED_SHARE * told.rtt_s)
