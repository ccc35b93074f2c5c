"""Why the server closes a native session: codes of CLOSE, behind the session's own (0 to 15)."""

from typing import Final

ELSEWHERE: Final = 16
"""The same person is here from another installation: stop, and come back only on a click."""

KICKED: Final = 17
"""Sent away by the server's owner: stop."""

CLOSING: Final = 18
"""The server ends; it may be back soon: go on trying."""

FULL: Final = 19
"""No place left: stop, and say so."""

UNREAD: Final = 20
"""Too many answers to questions wait to be read: come back after a pause, and read them."""

UNINVITED: Final = 21
"""Newcomers need an invite here: stop, and say so."""

EXPIRED: Final = 22
"""The invite's time is over: stop; another one may help."""

REVOKED: Final = 23
"""The server's owner has taken the invite back: the same."""

USED_UP: Final = 24
"""The invite has let in as many as it may: the same."""

REMOVED: Final = 25
"""The server's owner has ended the membership: the same."""
