from chatgui.archive.items import conversation_of


def test_a_conversation_is_sender_and_recipients_together():
    assert (
        conversation_of(1, (2, 3)) == conversation_of(3, (1, 2, 2)) == conversation_of(2, (1, 3, 2))
    )
    assert conversation_of(1, (2,)) != conversation_of(1, (2, 3))


def test_everyone_is_one_conversation():
    assert conversation_of(1, (0,)) == conversation_of(2, (5, 0)) == b""
