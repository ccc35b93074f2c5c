"""Who has it, over a real chat whose server's answers the test gives."""

import tkinter as tk

import pytest

from chatgui.app.messages import AskHolders, HolderShown, HoldersReceived
from chatgui.app.words import dialogs as words
from chatgui.tk.board_dialog import BoardDialog
from shared.dialects.native.records import DELIVERED, MISSED, READ
from shared.tk.theme import Theme
from tests.chatgui.tk.test_header import texts
from tests.support.dialogs import Bench, button_of, texts_of_list
from tests.support.office import NOON
from tests.support.scene import full_scene
from tests.support.windows import Wait


@pytest.fixture
def bench(root: tk.Tk, theme: Theme, wait: Wait) -> Bench:
    return Bench(root, theme, wait, full_scene())


@pytest.fixture
def board(bench: Bench) -> BoardDialog:
    """Of the last message of ours that the server has."""
    dialog = BoardDialog(bench.root, bench.theme, bench.chat, bench.do)
    bench.drawn = lambda parts: "board" in parts and dialog.draw()
    dialog.show(sent(bench)[-1])
    bench.shown(dialog)
    return dialog


def sent(bench: Bench) -> list[int]:
    return [one.id for one in bench.desk.past.said if one.is_own and one.position]


def answer(bench: Bench, *people: HolderShown) -> None:
    asked = bench.desk.of(AskHolders)[-1]
    assert isinstance(asked, AskHolders)
    bench.do(lambda: bench.chat.hear(HoldersReceived(asked.position, people)))


def test_each_has_a_state_in_words_and_a_time(bench: Bench, board: BoardDialog) -> None:
    assert words.BOARD_ASKING in texts(board)
    people = [HolderShown("bob", READ, NOON), HolderShown("carol", MISSED, 0)]
    answer(bench, *people)
    bench.wait(lambda: "bob" in texts_of_list(board.list))
    assert texts_of_list(board.list) == ["missed", "carol", "12:00", "read", "bob"]
    assert "1 read, 1 missed" in texts(board)
    assert "On it. Lunch at half past?" in texts(board)
    bench.left(board)
    assert bench.chat.board is None


def test_above_fifty_there_are_pages(bench: Bench, board: BoardDialog) -> None:
    answer(bench, *(HolderShown(f"p{n:03}", DELIVERED, NOON) for n in range(120)))
    bench.wait(lambda: "p000" in texts_of_list(board.list))
    bench.wait(lambda: words.PAGE.format(page=1, pages=3) in texts(board))
    for page, first in ((2, "p050"), (3, "p100")):
        button_of(board, words.NEXT).invoke()
        bench.wait(lambda first=first: first in texts_of_list(board.list))
        assert words.PAGE.format(page=page, pages=3) in texts(board)
    assert button_of(board, words.NEXT).instate(["disabled"])
    button_of(board, words.PREVIOUS).invoke()
    bench.wait(lambda: "p050" in texts_of_list(board.list))
    bench.left(board)


def test_another_message_may_be_asked_for_while_it_is_open(
    bench: Bench, board: BoardDialog
) -> None:
    answer(bench, HolderShown("bob", READ, NOON))
    board.show(sent(bench)[0])
    assert "see you at three" in texts(board)
    assert words.BOARD_ASKING in texts(board)
    bench.wait(lambda: texts_of_list(board.list) == [])
    bench.left(board)


def test_the_keyboard_goes_through_the_list(bench: Bench, board: BoardDialog) -> None:
    answer(bench, *(HolderShown(f"p{n:03}", DELIVERED, NOON) for n in range(40)))
    assert bench.root.focus_get() is board.list.canvas
    bench.press("End")
    bench.wait(lambda: "p039" in texts_of_list(board.list))
    bench.left(board)
