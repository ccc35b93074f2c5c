import io

import pytest

from shared.console import print_line


@pytest.mark.parametrize(
    ("encoding", "text", "written"),
    [
        pytest.param("utf-8", "msg: Zoë: hé", "msg: Zoë: hé\n", id="what the terminal has"),
        pytest.param("ascii", "Zoë", "Zo\\xeb\n", id="what it has not is escaped"),
        pytest.param("utf-8", "a\nb", "a / b\n", id="always one line"),
        pytest.param("utf-8", "\x1b[2J", "\u241b[2J\n", id="no escapes"),
        pytest.param("cp1252", "日本", "\\u65e5\\u672c\n", id="an old Windows console"),
    ],
)
def test_a_line_on_a_terminal(encoding: str, text: str, written: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    print_line(stream, text)
    assert raw.getvalue() == written.encode(encoding)


def test_a_stream_without_an_encoding_takes_it_as_it_is() -> None:
    stream = io.StringIO()
    print_line(stream, "Zoë")
    assert stream.getvalue() == "Zoë\n"
