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
