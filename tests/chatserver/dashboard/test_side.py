"""The left column: who the server is, whatever its name, and room for it in small windows."""

import pytest
from msgspec.structs import replace

from chatserver.dashboard import words
from chatserver.dashboard.side import Side
from tests.chatserver.dashboard.conftest import Room
from tests.support.tiny_owner import NOON_MS


@pytest.fixture
def side(room: Room) -> Side:
    made = Side(room.root, room.theme, room.board, room.copied.append)
    made.grid_propagate(False)
    made.configure(width=296)
    made.pack(side="left", fill="y")
    room.wait(lambda: made.winfo_width() == 296)
    return draw(made, room)


def draw(side: Side, room: Room) -> Side:
    room.look()
    side.draw_head()
    side.draw_figures(NOON_MS)
    room.root.update()
    return side


def test_it_says_which_server_and_how_it_is(side: Side, room: Room):
    texts = room.texts(side)
    assert texts[:3] == ["Front desk", "Running, 8 people online", "Address to give to others"]
    assert "192.168.7.20:15000" in texts
    assert "nevm-toyt-7wos-qk3a-52hd-xpbe" in texts
    assert texts[texts.index("Processor") :][:4] == ["Processor", "0.4 %", "Memory", "39 MB"]


def test_address_and_key_can_be_copied(side: Side, room: Room):
    side.copy_address.invoke()
    side.copy_key.invoke()
    assert room.copied == ["192.168.7.20:15000", "nevm-toyt-7wos-qk3a-52hd-xpbe"]


def test_a_server_that_is_gone_says_so_and_has_nothing_to_copy(side: Side, room: Room):
    well = str(side.state_label["image"])
    room.server.is_gone = True
    room.board.lose(room.done(), words.NO_SERVER)
    side.draw_head()
    side.draw_figures(NOON_MS)
    assert side.state_label["text"].strip() == "Not running"
    assert str(side.state_label["image"]) != well
    side.copy_address.invoke()
    side.copy_key.invoke()
    assert room.copied == []


def test_a_computer_on_no_network_says_that(side: Side, room: Room):
    room.server.status = replace(room.server.status, addresses=())
    draw(side, room)
    assert side.address["text"] == "No network"
    assert "no network" in side._explain_address()


def test_a_server_for_this_computer_says_that(side: Side, room: Room):
    room.server.status = replace(room.server.status, addresses=("127.0.0.1",))
    draw(side, room)
    assert side.address_caption["text"] == "For this computer only"
    assert side.address["text"] == "127.0.0.1:15000"
    assert "no other can join" in side._explain_address()


def test_a_long_name_is_cut(side: Side, room: Room):
    room.server.status = replace(room.server.status, name="A very long name of a server " * 3)
    draw(side, room)
    assert side.name["text"].endswith("…")
    assert side.name.winfo_reqwidth() <= side._texts.winfo_width()


def test_captions_in_large_text_are_cut_where_one_sees_it(side: Side, room: Room):
    room.theme.resize(32)
    for caption in (side.address_caption, side.key_caption):
        room.wait(lambda caption=caption: caption["text"].endswith("…"))
        room.wait(lambda caption=caption: caption.winfo_reqwidth() <= side.winfo_width() - 32)


def test_in_a_low_window_the_curves_keep_their_room(side: Side, room: Room):
    for height, has_key, has_last in ((640, True, True), (450, False, True), (360, False, False)):
        room.root.wm_geometry(f"900x{height}")
        room.wait(lambda height=height: side.winfo_height() == height)
        room.root.update()
        shown = bool(side._key_row.winfo_ismapped()), bool(side.figures[-1][0].winfo_ismapped())
        assert shown == (has_key, has_last)
        assert all(graph.canvas.winfo_height() >= 20 for graph in side.graphs)
    room.root.wm_geometry("900x640")
    room.wait(side._key_row.winfo_ismapped)
