import tkinter as tk

import pytest

from chatgui.app.messages import Event, NoticeReceived
from shared.tk.pump import MOST_A_TURN, Pump
from tests.support.main_loop import run_in_thread, run_until


def events(count: int) -> list[Event]:
    return [NoticeReceived(str(number)) for number in range(count)]


def put_all(pump: Pump, what: list[Event]) -> None:
    for event in what:
        pump.put(event)


def test_a_thread_s_events_come_in_their_order(root: tk.Tk) -> None:
    heard: list[Event] = []
    pump = Pump(root, heard.append, lambda: None)
    wanted = events(2000)
    run_in_thread(root, lambda: put_all(pump, wanted))
    run_until(root, lambda: len(heard) == len(wanted))
    assert heard == wanted
    pump.close()


def test_turns_are_bounded_and_others_work_between_them(root: tk.Tk) -> None:
    heard: list[Event] = []
    turns: list[int] = []
    others: list[int] = []
    pump = Pump(root, heard.append, lambda: turns.append(len(heard)), clock=lambda: 0.0)

    def work() -> None:
        others.append(len(heard))
        if len(heard) < 1000:
            root.after(0, work)

    put_all(pump, events(1000))
    root.after(0, work)
    run_until(root, lambda: len(heard) == 1000)
    assert turns == [MOST_A_TURN * number for number in range(1, 6)]
    assert len(set(others)) > 1  # how often, the system's scheduler says
    pump.close()


def test_a_turn_of_slow_events_ends_by_the_clock(root: tk.Tk) -> None:
    now = 0.0
    heard: list[Event] = []
    turns: list[int] = []

    def hear(event: Event) -> None:
        nonlocal now
        now += 0.003
        heard.append(event)

    pump = Pump(root, hear, lambda: turns.append(len(heard)), clock=lambda: now)
    put_all(pump, events(6))
    run_until(root, lambda: len(heard) == 6)
    assert turns == [3, 6]
    pump.close()


def test_one_wake_at_most_is_on_its_way(root: tk.Tk) -> None:
    wakes: list[object] = []
    pump = Pump(root, lambda _: None, lambda: None)
    root.bind("<<ParleyWake>>", wakes.append, add=True)
    put_all(pump, events(100))
    run_until(root, lambda: pump.qsize() == 0)
    assert len(wakes) == 1
    pump.close()


def test_a_wake_that_is_refused_is_made_good_by_the_net(
    root: tk.Tk, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Event] = []
    pump = Pump(root, heard.append, lambda: None)

    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("main thread is not in main loop")

    monkeypatch.setattr(root, "event_generate", refuse)
    pump.put(NoticeReceived("1"))
    monkeypatch.undo()
    run_until(root, lambda: len(heard) == 1)
    pump.put(NoticeReceived("2"))
    run_until(root, lambda: len(heard) == 2)
    pump.close()


def test_an_event_that_fails_keeps_no_other_back(root: tk.Tk) -> None:
    told: list[object] = []
    heard: list[Event] = []

    def hear(event: Event) -> None:
        heard.append(event)
        if len(heard) == 2:
            raise ValueError("a fault of ours")

    root.report_callback_exception = lambda *error: told.append(error[1])  # type: ignore[method-assign]
    pump = Pump(root, hear, lambda: None)
    put_all(pump, events(5))
    run_until(root, lambda: len(heard) == 5)
    assert [str(error) for error in told] == ["a fault of ours"]
    pump.close()


def test_closed_it_is_silent_whoever_still_puts(root: tk.Tk) -> None:
    heard: list[Event] = []
    pump = Pump(root, heard.append, lambda: None)
    pump.put(NoticeReceived("1"))
    pump.close()
    run_in_thread(root, lambda: put_all(pump, events(10)))
    assert heard == []


def test_it_may_be_closed_while_it_hears(root: tk.Tk) -> None:
    """The last event of a link closes the window."""
    heard: list[Event] = []
    pauses: list[bool] = []

    def hear(event: Event) -> None:
        heard.append(event)
        pump.close()
        root.quit()

    pump = Pump(root, hear, lambda: pauses.append(True))
    pump.put(NoticeReceived("1"))
    pump.put(NoticeReceived("2"))
    root.mainloop()
    assert len(heard) == 1
    assert pauses == []
