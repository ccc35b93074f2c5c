"""A server that is started while somebody waits."""

import threading

from chatgui.founding import Founding
from shared.desktop.siblings import NotStarted
from tests.support.processes import PATIENCE_S


def finish(founding: Founding) -> None:
    while not founding.is_over:
        pass


def test_it_waits_in_a_thread_for_the_link():
    go_on = threading.Event()

    def start() -> str:
        assert go_on.wait(PATIENCE_S)
        return "parley://127.0.0.1:15000/key"

    founding = Founding(start)
    assert not founding.is_over
    assert founding.link == ""
    go_on.set()
    finish(founding)
    assert (founding.link, founding.trouble) == ("parley://127.0.0.1:15000/key", "")


def test_it_says_why_there_is_none():
    def start() -> str:
        raise NotStarted("The disk is full.")

    founding = Founding(start)
    finish(founding)
    assert (founding.link, founding.trouble) == ("", "The disk is full.")
