"""What a server says at its start."""

from ipaddress import ip_address

from chatserver.config import Config
from chatserver.guests.networks import is_loopback, own_addresses
from shared import __version__
from shared.crypto.identity import fingerprint
from shared.net.path import shown_host
from shared.program_names import TYPED
from shared.server_link import Place, encode_link


def describe(
    config: Config,
    port: int,
    families: str,
    networks: list[str],
    key: bytes,
    adopted: int = 0,
) -> str:
    """Where it listens, whom it admits, how to join, and which one it is: `key` is its public one,
    whose fingerprint a client names when it finds another there than before. `adopted`: so many
    who were known have become members at this start."""
    where, hosts = _where(config, families)
    host = hosts[0] if hosts else "127.0.0.1"
    lines = [
        f"Parley {__version__} listens on UDP port {port}, {where}.",
        _admitted(config, networks),
        *_no_places(config),
        *_adopted(adopted),
        *_ways_in(config, host, port),
        "Or with this link, in Parley's window or behind -a; it names this server's key, too:",
        f"  {encode_link(Place(host, port, key))}",
        f"That key in short words, for whoever asks: {fingerprint(key)}",
    ]
    if config.announce:
        lines.append("Parley's own clients find it by themselves; --no-announce ends that.")
    if len(hosts) > 1:
        lines.append(f"Other addresses of this computer: {', '.join(map(shown_host, hosts[1:]))}")
    return "\n".join(lines)


def _where(config: Config, families: str) -> tuple[str, list[str]]:
    """And the addresses that others may use."""
    if config.every_interface:
        hosts = [address for address in own_addresses() if ":" not in address][:3]
        return f"on every address of this computer ({families})", hosts
    return f"on {config.addresses[0]} only", list(config.addresses)


def _is_local(config: Config) -> bool:
    return all(is_loopback(ip_address(address)) for address in config.addresses)


def _ways_in(config: Config, host: str, port: int) -> list[str]:
    """None is told that would not work."""
    who = "Members join" if config.is_private else "Join"
    whence = "this computer; no other can" if _is_local(config) else "a computer here"
    has_netcat = config.guests != "off" and config.max_netcat and not config.guests_paused
    return [
        f"{who} from {whence}:",
        *([f"  nc -u {host} {port}"] if has_netcat else []),
        f"  {TYPED.terminal} -a {host} -p {port} -u NAME",
    ]


def _adopted(count: int) -> list[str]:
    if not count:
        return []
    if count == 1:
        return ["1 person is known here from before: a member from now on."]
    return [f"{count} people are known here from before: members from now on."]


def _no_places(config: Config) -> list[str]:
    """What was set once may be forgotten since."""
    if config.guests == "off" or config.guests_paused:
        return []
    places = {"netcat": config.max_netcat, "classroom": config.max_classroom}
    return [
        f"There is no place for guests by {door}. To change that: {TYPED.server} ctl limits "
        f"--{door} 64"
        for door, count in places.items()
        if count == 0
    ]


def _admitted(config: Config, networks: list[str]) -> str:
    if config.is_private:
        return (
            "This server is private until it is started with --public: nobody joins without an "
            f"invite, and guests not at all. To make one: {TYPED.server} ctl invite"
        )
    if config.guests == "off":
        return "Guests are not let in (--guests off)."
    if config.guests_paused:
        return f"No new guests are let in: they are paused, until {TYPED.server} ctl resume."
    if _is_local(config):
        return "Guests are let in from this computer, the only one that can reach it."
    if config.guests == "loopback":
        return "Guests are let in from this computer only (--guests loopback)."
    known = ", ".join(["this computer", *networks])
    if config.guests == "any":
        return (
            f"Guests are let in from {known}, and from EVERYWHERE ELSE after a proof of their "
            "address (--guests any): whoever can reach this port can read along."
        )
    return f"Guests are let in from {known}. --trust CIDR adds a network."
