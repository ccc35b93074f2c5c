import io

import pytest

from shared.console import print_line, print_lines, say_missing


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


def test_without_a_console_nothing_is_written() -> None:
    print_lines(None, ["Zoë"])


def test_many_lines_are_one_write() -> None:
    written: list[str] = []

    class Stream(io.StringIO):
        def write(self, text: str) -> int:
            written.append(text)
            return len(text)

    print_lines(Stream(), ["join: bob", "a\nb"])
    assert written == ["join: bob\na / b\n"]


@pytest.mark.parametrize(("is_packaged", "what"), [(True, "Unpack it again"), (False, "run.py")])
def test_what_is_missing_is_said_to_who_can_mend_it(
    is_packaged: bool,
    what: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("shared.console.IS_PACKAGED", is_packaged)
    assert say_missing(ModuleNotFoundError(name="msgspec._core")) == 2
    said = capsys.readouterr().err
    assert what in said
    assert "msgspec._core" in said
