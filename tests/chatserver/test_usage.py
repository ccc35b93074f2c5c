from chatserver.usage import cpu_s, memory


def test_a_process_has_memory_and_has_run() -> None:
    assert 5_000_000 < memory() < 5_000_000_000
    assert cpu_s() > 0


def test_time_that_is_worked_counts() -> None:
    before = cpu_s()
    sum(range(3_000_000))
    assert cpu_s() > before
