"""Limits that more than one part holds to, each with its reason."""

DEFAULT_PORT = 15000
"""What the classroom programs always used, and what discovery probes."""

NAME_CHARACTERS = 32
"""Fits a list of names on one line; every alphabet's real names fit when cut."""

TEXT_BYTES = 65_536
"""One message, UTF-8. More is a file, and files are another body kind."""

GUEST_PORTS_IGNORED = frozenset({0, 7, 13, 17, 19, 53, 123, 1900, 5353, DEFAULT_PORT})
"""UDP services that answer whatever they are sent (echo, daytime, quote, chargen, DNS, NTP, SSDP,
mDNS, another Parley): a forged datagram from one would make two programs talk for ever."""

ROSTER_WHOLE = 300
"""Up to so many known people a client is told of all of them. A full roster for each of 10,000
joiners would be a gigabyte; above, there are pages and watches."""

ROSTER_PAGE = 100
WATCHED = 200
"""What a window shows at once, and a bit."""

RECEIPTS = 200
"""Of so many messages of theirs a client hears at once who has them."""

HOLDERS_PAGE = 100
HISTORY_PAGE = 100
HISTORY_BYTES = 48 * 1024
"""A page is one record, and holds at least one message."""

COUNTS_EVERY_S = 5.0
"""How often everybody is told how many are here, where they are not told who."""
