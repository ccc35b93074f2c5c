"""What is being written, and to whom. The selection is the conversation."""

from collections.abc import Callable, Sequence

from chatgui.app import recipients
from chatgui.app.conversations import EVERYONE, Conversations
from chatgui.app.messages import Intent, Say
from chatgui.app.people import People
from chatgui.app.words import window as words
from chatgui.archive.items import conversation_of
from shared.chat import EVERYONE_ID
from shared.constants import TEXT_BYTES
from shared.dialects.native.records import RECIPIENTS
from shared.text import sanitise
from shared.tk.question import Question


class Writing:
    """`conversation` None: nobody is chosen. `is_replaced` is true after `draft` became another
    text than the person typed, until it is reset."""

    def __init__(
        self, people: People, conversations: Conversations, post: Callable[[Intent], None]
    ) -> None:
        self.chosen: tuple[int, ...] = ()
        self.conversation: bytes | None = None
        self.draft = ""
        self.is_replaced = False
        self._people = people
        self._conversations = conversations
        self._post = post
        self._sure: set[frozenset[int]] = set()

    @property
    def members(self) -> tuple[int, ...]:
        """Its other people; none in Everyone."""
        own = (EVERYONE_ID, self._people.own)
        return tuple(sorted(person for person in self.chosen if person not in own))

    def open(self, conversation: bytes, chosen: tuple[int, ...]) -> None:
        """What was being written stays where it was; to nobody yet, it moves there."""
        if conversation == self.conversation:
            return
        carried = self.draft if self.conversation is None else ""
        self.chosen, self.conversation = chosen, conversation
        self._bring(carried)

    def check(self, people: Sequence[int], is_checked: bool) -> None:
        """What is being written moves along."""
        carried = self.draft
        if carried and self.conversation is not None:
            self._conversations.write(self.conversation, self.members, "")
        self.chosen = recipients.choose(self.chosen, people, is_checked)
        self.conversation = self.key_of(self.chosen) if self.chosen else None
        if self.conversation is not None:
            self._bring(carried)

    def edit(self, text: str) -> None:
        self.draft = text
        if self.conversation is not None:
            self._conversations.write(self.conversation, self.members, text)

    def find(self) -> None:
        """The history tells of drafts: of this conversation's, if nothing is written yet."""
        if not self.draft and self.conversation is not None:
            self._replace(self._conversations.draft(self.conversation))

    @property
    def is_ready(self) -> bool:
        return bool(self.chosen and _ready(self.draft))

    def refusal(self) -> str:
        """Why the draft cannot be sent as it is, as a sentence; empty: it can."""
        size = len(_ready(self.draft).encode())
        if size > TEXT_BYTES:
            return words.TOO_LONG.format(size=size, limit=TEXT_BYTES)
        if len(self.chosen) > RECIPIENTS:
            return words.TOO_MANY_PEOPLE.format(count=len(self.chosen), limit=RECIPIENTS)
        return ""

    def question(self) -> Question | None:
        """To be asked before it is sent."""
        if frozenset(self.chosen) in self._sure:
            return None
        return recipients.question(self.chosen, self._people, self._conversations)

    def send(self) -> None:
        """And the person is sure about these people from now on."""
        if self.is_ready:
            self._sure.add(frozenset(self.chosen))
            self._post(Say(self.chosen, _ready(self.draft)))
            self.edit("")
            self.is_replaced = True

    def key_of(self, chosen: tuple[int, ...]) -> bytes:
        """The conversation with these people."""
        return EVERYONE if EVERYONE_ID in chosen else conversation_of(self._people.own, chosen)

    def _bring(self, carried: str) -> None:
        """To where something may have been written before; neither is lost."""
        if self.conversation is None:
            return
        draft = _join(self._conversations.draft(self.conversation), carried)
        self._conversations.write(self.conversation, self.members, draft)
        self._replace(draft)

    def _replace(self, draft: str) -> None:
        if draft != self.draft:
            self.draft, self.is_replaced = draft, True


def _join(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _ready(draft: str) -> str:
    return sanitise(draft).strip("\n").rstrip()
