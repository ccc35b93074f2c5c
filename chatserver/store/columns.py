"""Values as the tables have them."""

from shared.net.path import Path, SocketAddress, ip_of


def signed(number: int) -> int:
    """A u64 as SQLite has integers: the same bits, with a sign."""
    return number - 2**64 if number >= 2**63 else number


def unsigned(number: int) -> int:
    return number % 2**64


def id_bytes(number: int) -> bytes:
    return number.to_bytes(8, "big")


def address_text(remote: SocketAddress) -> str:
    return "\n".join(map(str, remote))


def path_of(remote: str, local: bytes) -> Path:
    """ValueError unless it is an address that a socket could have had."""
    host, *numbers = remote.split("\n")
    path = Path((host, *map(int, numbers)), local)  # type: ignore[arg-type]
    if ip_of(path.remote).version != (4 if len(numbers) == 1 else 6) or len(numbers) not in (1, 3):
        raise ValueError("not an address")
    if not 0 < path.remote[1] < 65_536:
        raise ValueError("not a port")
    return path
