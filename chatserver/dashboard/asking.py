"""Questions to the server, asked in a thread of its own: an answer may take seconds."""

import queue
import threading
from collections.abc import Callable
from typing import NamedTuple, Protocol

from chatserver.control.answers import AnyAnswer, Refused
from chatserver.control.client import NoServerError
from chatserver.control.operations import AnyOperation
from chatserver.dashboard import words

Then = Callable[[AnyAnswer], object]


class Client(Protocol):
    """What `ControlClient` promises: OSError, a sentence, where nobody answers."""

    def ask(self, operation: AnyOperation, /) -> AnyAnswer: ...

    def close(self) -> None: ...


class Heard(NamedTuple):
    """`reason`: empty, or why there was no answer; `answer` is a refusal with that sentence then.
    `then`: what whoever asked wants to be called with it."""

    operation: AnyOperation
    answer: AnyAnswer
    reason: str
    then: Then | None


class Asker:
    """`put`: called in the thread, for each question once and in their order. After `close` what
    was not asked yet never is."""

    def __init__(self, client: Client, put: Callable[[Heard], None]) -> None:
        self._client, self._put = client, put
        self._questions: queue.SimpleQueue[tuple[AnyOperation, Then | None] | None]
        self._questions = queue.SimpleQueue()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="asker", daemon=True)
        self._thread.start()

    def ask(self, operation: AnyOperation, then: Then | None = None) -> None:
        self._questions.put((operation, then))

    def close(self) -> None:
        """The thread ends with the question it is at; nobody waits for it."""
        self._is_closed = True
        self._questions.put(None)

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        while (question := self._questions.get()) is not None and not self._is_closed:
            operation, then = question
            try:
                heard = Heard(operation, self._client.ask(operation), "", then)
            except NoServerError:
                heard = Heard(operation, Refused(words.NO_SERVER), words.NO_SERVER, then)
            except OSError as trouble:
                heard = Heard(operation, Refused(str(trouble)), str(trouble), then)
            self._put(heard)
        self._client.close()
