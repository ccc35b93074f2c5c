from chatgui.app.rows import Hit
from chatgui.tk.hit_rows import Piece, flow, split


def measure(text: str, is_marked: bool) -> int:
    return len(text) * (2 if is_marked else 1)


def test_the_words_found_are_pieces_of_their_own() -> None:
    hit = Hit(1, b"", "Everyone", "bob", "12:00", "go on, go", ((0, 2), (7, 9)))
    pieces = [piece for piece in split(hit) if piece[0]]
    assert pieces == [("bob: ", False), ("go", True), (" on, ", False), ("go", True)]


def test_lines_break_between_words_and_the_last_one_takes_the_rest() -> None:
    placed = flow([("aa bb ", False), ("cc", True), (" dd eeeeeeeeee ff", False)], 8, measure)
    assert [(piece.text, piece.line, piece.x) for piece in placed] == [
        ("aa ", 0, 0),
        ("bb ", 0, 3),
        ("cc", 1, 0),
        (" ", 1, 4),
        ("dd ", 1, 5),
    ]


def test_a_long_word_begins_a_line_at_most() -> None:
    assert flow([("x" * 50, False)], 8, measure) == [Piece("x" * 50, False, 0, 0)]
