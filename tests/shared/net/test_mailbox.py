import select
import threading

from shared.net.mailbox import Mailbox


def is_ready(mailbox: Mailbox[int]) -> bool:
    return bool(select.select([mailbox], [], [], 0)[0])


def test_a_post_wakes_the_reader_and_comes_in_order() -> None:
    mailbox: Mailbox[int] = Mailbox()
    assert not is_ready(mailbox)
    mailbox.post(1)
    mailbox.post(2)
    assert is_ready(mailbox)
    assert mailbox.take() == [1, 2]
    assert mailbox.take() == []
    assert not is_ready(mailbox)
    mailbox.close()


def test_a_reader_can_be_woken_for_nothing() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.wake()
    assert is_ready(mailbox)
    assert mailbox.take() == []
    assert not is_ready(mailbox)
    mailbox.close()


def test_a_full_wake_up_buffer_stops_nobody() -> None:
    mailbox: Mailbox[int] = Mailbox()
    for i in range(100_000):
        mailbox.post(i)
    assert mailbox.take() == list(range(100_000))
    mailbox.close()


def test_nothing_is_lost_between_threads() -> None:
    mailbox: Mailbox[int] = Mailbox()

    def post_all() -> None:
        for i in range(2000):
            mailbox.post(i)

    thread = threading.Thread(target=post_all)
    thread.start()
    taken: list[int] = []
    while len(taken) < 2000:
        assert select.select([mailbox], [], [], 10)[0], "never woken"
        taken += mailbox.take()
    thread.join()
    assert taken == list(range(2000))
    mailbox.close()


def test_a_post_after_the_end_is_harmless() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.close()
    mailbox.post(1)
