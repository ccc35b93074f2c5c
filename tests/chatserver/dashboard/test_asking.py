"""Questions in a thread: each answered once, in order, and an end."""

import queue
import threading

from chatserver.control.answers import AnyAnswer, Refused, Told
from chatserver.control.client import NoServerError
from chatserver.control.operations import AnyOperation, AskStatus, Kick
from chatserver.dashboard.asking import Asker, Heard

PATIENCE_S = 60.0


class Slow:
    """Answers when it is let, or with that trouble."""

    def __init__(self) -> None:
        self.let = threading.Semaphore(0)
        self.asked: list[AnyOperation] = []
        self.trouble: OSError | None = None
        self.is_closed = False

    def ask(self, operation: AnyOperation, /) -> AnyAnswer:
        self.asked.append(operation)
        assert self.let.acquire(timeout=PATIENCE_S)
        if self.trouble is not None:
            raise self.trouble
        return Told("done")

    def close(self) -> None:
        self.is_closed = True


def test_answers_come_in_the_order_of_the_questions():
    client, heard = Slow(), queue.Queue[Heard]()
    asker = Asker(client, heard.put)
    told: list[AnyAnswer] = []
    asker.ask(AskStatus())
    asker.ask(Kick("bob"), told.append)
    client.let.release(2)
    first, second = heard.get(timeout=PATIENCE_S), heard.get(timeout=PATIENCE_S)
    assert (first.operation, second.operation) == (AskStatus(), Kick("bob"))
    assert (first.answer, first.reason) == (Told("done"), "")
    assert not told, "whoever asked is told in their own thread"
    assert first.then is None
    assert second.then is not None
    asker.close()


def test_no_answer_is_a_refusal_with_its_reason():
    client, heard = Slow(), queue.Queue[Heard]()
    client.trouble = ConnectionResetError("The server hangs.")
    asker = Asker(client, heard.put)
    asker.ask(AskStatus())
    client.let.release()
    found = heard.get(timeout=PATIENCE_S)
    assert (found.answer, found.reason) == (Refused("The server hangs."), "The server hangs.")
    asker.close()


def test_that_no_server_runs_is_said_in_our_words():
    client, heard = Slow(), queue.Queue[Heard]()
    client.trouble = NoServerError("No server runs with the data folder; --data names another.")
    asker = Asker(client, heard.put)
    asker.ask(AskStatus())
    client.let.release()
    assert heard.get(timeout=PATIENCE_S).reason == "The server does not run."
    asker.close()


def test_after_the_end_nothing_is_asked_any_more():
    client, heard = Slow(), queue.Queue[Heard]()
    asker = Asker(client, heard.put)
    for _ in range(3):
        asker.ask(AskStatus())
    client.let.release()
    heard.get(timeout=PATIENCE_S)
    asker.close()
    client.let.release(3)
    asker._thread.join(PATIENCE_S)
    assert not asker.is_alive()
    assert client.is_closed
    assert len(client.asked) <= 2
