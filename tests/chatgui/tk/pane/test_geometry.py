from chatgui.tk.pane.geometry import Room, bubble_left, flatten


def test_text_gets_what_the_pane_leaves_and_never_more_than_reads_well():
    widths = [Room(1.0, 1.0, width).text_width for width in range(100, 1000, 10)]
    assert widths == sorted(widths)
    assert (widths[0], widths[-1]) == (60, 400)
    assert Room(1.0, 1.0, 400).text_width < 400 - bubble_left(Room(1.0, 1.0, 400))


def test_everything_grows_with_the_screen_and_the_text_with_its_size():
    assert Room(2.0, 1.0, 2000).text_width == 800
    assert Room(1.0, 1.5, 2000).text_width == 600
    assert bubble_left(Room(2.0, 1.0, 9)) == 2 * bubble_left(Room(1.0, 1.0, 9))


def test_flattened_text_is_as_long():
    assert flatten("a\tb\nc") == "a\u2003b c"
