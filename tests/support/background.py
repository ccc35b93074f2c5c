"""What waits for somebody, done while the test plays that person."""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Generic, TypeVar

from tests.support.processes import PATIENCE_S

Result = TypeVar("Result")


class Background(Generic[Result]):
    def __init__(self, work: Callable[[], Result]) -> None:
        self._results: list[Result] = []
        self._thread = threading.Thread(target=lambda: self._results.append(work()))

    def __enter__(self) -> "Background[Result]":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._thread.join(PATIENCE_S)

    def result(self) -> Result:
        """Waits for it."""
        self._thread.join(PATIENCE_S)
        assert self._results, "it did not end"
        return self._results[0]
