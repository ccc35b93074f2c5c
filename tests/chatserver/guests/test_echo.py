from chatserver.guests.echo import LINES_KEPT, EchoWatch


def watch(*sent: bytes) -> EchoWatch:
    found = EchoWatch()
    for data in sent:
        found.sent(data)
    return found


def test_three_echoes_in_a_row_are_an_echo() -> None:
    found = watch(b"bob: hi\n")
    assert [found.is_echo(b"bob: hi") for _ in range(3)] == [False, False, True]


def test_lines_that_end_with_ours_count() -> None:
    found = watch(b"bob: hi\n")
    assert [found.is_echo(b"eva: bob: hi") for _ in range(3)] == [False, False, True]


def test_anything_else_in_between_starts_anew() -> None:
    found = watch(b"bob: hi\n")
    heard = [b"bob: hi", b"bob: hi", b"hello", b"bob: hi", b"bob: hi", b"bob: hi"]
    assert [found.is_echo(line) for line in heard] == [False] * 5 + [True]


def test_each_line_of_a_datagram_counts_by_itself() -> None:
    found = watch(b"a: 1\nb: 2\n")
    assert [found.is_echo(line) for line in (b"a: 1", b"b: 2", b"a: 1")] == [False, False, True]


def test_what_people_type_is_no_echo() -> None:
    found = watch(b"bob: hi\n")
    assert not any(found.is_echo(line) for line in [b"hi", b"", b"bob:", b"hi", b": hi"] * 3)


def test_only_the_last_lines_are_kept() -> None:
    found = watch(b"old\n", *[b"%d\n" % i for i in range(LINES_KEPT)])
    assert not any(found.is_echo(b"old") for _ in range(3))
