"""Help lists the keys, and a key leaves it."""

from chatserver.dashboard import words
from chatserver.dashboard.help_dialog import HelpDialog
from tests.chatserver.dashboard.conftest import Room


def test_every_key_is_listed(room: Room):
    dialog = HelpDialog(room.root, room.theme)
    room.shown(dialog)
    texts = room.texts(dialog)
    assert all(key in texts and done in texts for key, done in words.KEYS)
    room.press("Escape")
    assert not dialog.winfo_exists()
