"""Who calls, and whom: what the client says of itself in the handshake, to which server."""

from typing import Protocol

from chatgui.app import words
from shared.crypto.identity import Identity, fingerprint, spell_server_id
from shared.wire.greetings import ClientGreeting


class ServerKeys(Protocol):
    """Which server is expected; `chatgui.bookmarks.Bookmark` is one."""

    @property
    def expected(self) -> bytes | None: ...
    def accepts(self, key: bytes) -> bool: ...
    def expected_id(self, found: bytes) -> bytes: ...
    def remember(self, key: bytes) -> str: ...


class Invitation(Protocol):
    """What lets the person in where newcomers need that; `chatgui.invitation.Invitation` is one."""

    @property
    def token(self) -> bytes: ...
    @property
    def warning(self) -> str: ...
    def accept(self) -> None: ...
    def drop(self, key: bytes) -> None: ...


class Caller:
    """A person at an installation (16 bytes), under a name, who looks for one server.

    `takeover`: end a session that the person has from another installation. Clear it once that is
    done, or two clients would take from each other in turn.
    """

    def __init__(
        self,
        identity: Identity,
        installation: bytes,
        name: str,
        server_keys: ServerKeys,
        *,
        takeover: bool,
        invitation: Invitation | None = None,
    ) -> None:
        self.identity = identity
        self.installation = installation
        self.name = name
        self.server_keys = server_keys
        self.takeover = takeover
        self._invitation = invitation

    @property
    def token(self) -> bytes | None:
        """Of an invite that has not let us in yet; while there is one, we come with it only."""
        return (self._invitation.token or None) if self._invitation else None

    def be_in(self) -> str:
        """The server has said welcome; a sentence for the person, or empty."""
        if self._invitation is None:
            return ""
        self._invitation.accept()
        return self._invitation.warning

    def be_refused(self) -> None:
        """The server does not let us in, with that invite or without one."""
        if self._invitation is not None:
            self._invitation.drop(self.server_keys.expected or b"")

    def greet(
        self, server_key: bytes, outbox: bytes, cursor: int, log: bytes
    ) -> ClientGreeting | None:
        """Who we are, signed for that server; None for another server than expected."""
        if not self.server_keys.accepts(server_key):
            return None
        return ClientGreeting(
            identity=self.identity.public,
            signature=self.identity.bind(server_key),
            name=self.name,
            installation=self.installation,
            takeover=self.takeover,
            outbox=outbox,
            cursor=cursor,
            log=log,
        )

    def describe_wrong_server(self, found: bytes) -> str:
        """For the person: both fingerprints, and the way out."""
        expected, now = self.fingerprints(found)
        return words.SERVER_KEYS.format(expected=expected, found=now)

    def fingerprints(self, found: bytes) -> tuple[str, str]:
        """Of the server that is expected, and of the one found in its place."""
        return spell_server_id(self.server_keys.expected_id(found)), fingerprint(found)
