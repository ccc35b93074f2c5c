import json
from pathlib import Path

from chatgui.app.export import export
from tests.support.office import BOB, NAMES, NOON
from tests.support.past import Past


def test_for_people_and_for_programs(tmp_path: Path):
    past = Past(NAMES)
    past.say(BOB, "hi", at_ms=NOON)
    past.say(BOB, "there", at_ms=NOON)
    told = export(past.all(), tmp_path / "chat.txt")
    assert told == f"2 messages are in {tmp_path / 'chat.txt'}"
    assert "bob -> ada: hi" in (tmp_path / "chat.txt").read_text()
    export(past.all(), tmp_path / "chat.jsonl")
    lines = (tmp_path / "chat.jsonl").read_text().splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["hi", "there"]


def test_nothing_is_overwritten(tmp_path: Path):
    path = tmp_path / "mine"
    path.write_text("kept")
    assert "exists already" in export(iter(()), path)
    assert path.read_text() == "kept"


def test_a_place_that_cannot_be_written(tmp_path: Path):
    assert "cannot be written" in export(iter(()), tmp_path / "no" / "where")
