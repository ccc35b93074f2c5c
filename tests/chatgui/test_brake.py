import threading

from chatgui.brake import STRETCH_BYTES, STRETCH_LINES, Brake


def test_a_stretch_is_full_by_lines_or_by_bytes():
    brake = Brake()
    for _ in range(2):
        full = [brake.count("x") for _ in range(STRETCH_LINES)]
        assert full == [False] * (STRETCH_LINES - 1) + [True]
    assert brake.count("x" * STRETCH_BYTES)


def test_the_reader_is_two_stretches_ahead_at_most():
    brake = Brake()
    read: list[int] = []
    went_on = threading.Semaphore(0)

    def run() -> None:
        for stretch in range(3):
            read.append(stretch)
            went_on.release()
            brake.hold()

    thread = threading.Thread(target=run)
    thread.start()
    went_on.acquire()
    went_on.acquire()
    assert not went_on.acquire(timeout=0.05)
    brake.let_go()
    assert went_on.acquire(timeout=30)
    assert read == [0, 1, 2]
    brake.end()
    thread.join(30)
    assert not thread.is_alive()
    assert brake.is_over
