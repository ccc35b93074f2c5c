"""What the person does with conversations: seen, muted, being written; kept on the disk."""

from collections.abc import Callable
from functools import partial

from chatgui.app.messages import Intent, KeepDraft, Mute, Seen
from chatgui.archive.archive import NO_LOG, Archive
from chatgui.archive.conversations import adopt_place, keep_draft, mark_seen, mute
from chatgui.archive.items import unmet_key
from chatgui.incoming import LARGEST_POSITION
from shared.text import sanitise


class Conversations:
    """`attach` it to the server; until then all is kept for whichever stands at that address."""

    def __init__(self, archive: Archive, where: str) -> None:
        self._archive = archive
        self._where = where
        self._server = b""

    def attach(self, server: bytes) -> None:
        """What was kept for the server at that address is this one's."""
        self._server = server
        self._archive.gather(partial(adopt_place, server=server, place=self._where))

    def do(self, intent: Intent, log: bytes) -> None:
        """`log`: the one that is followed."""
        match intent:
            case Seen(conversation, position):
                if log != NO_LOG and position <= LARGEST_POSITION:
                    self._keep(mark_seen, conversation, log=log, position=position)
            case KeepDraft(conversation, members, text):
                self._keep(keep_draft, conversation, members=members, text=sanitise(text))
            case Mute(conversation, is_muted):
                self._keep(mute, conversation, is_muted=is_muted)

    def _keep(self, change: Callable[..., None], conversation: bytes, **values: object) -> None:
        server = self._server or unmet_key(self._where)
        self._archive.gather(partial(change, server=server, conversation=conversation, **values))
