"""Junk that the system throws away itself, on Linux: a socket filter (SO_ATTACH_FILTER).

A flood is as costly by what it displaces as by what it makes us do: a full receive buffer drops
everybody's datagrams alike. What has not the shape of anything we could be sent is dropped here
before it takes room, for some 50 ns and without waking anybody. Whatever passes is checked by its
reader all the same; where there are no such filters, the reader does it all.

The filter is a program of the kernel's oldest kind (classic BPF, linux/filter.h): it loads bytes at
fixed places, compares, and jumps forward.
"""

import ctypes
import socket
import struct
import sys
from collections.abc import Iterable
from typing import Final, NamedTuple

_SO_ATTACH_FILTER: Final = 26
_INSTRUCTION: Final = struct.Struct("=HBBI")  # struct sock_filter
_PROGRAM: Final = struct.Struct("@HP")  # struct sock_fprog
_HEADER: Final = 8  # UDP's, which a filter of a UDP socket sees, too

_LENGTH: Final = 0x80
_LOADS: Final = {4: 0x20, 2: 0x28, 1: 0x30}
_IF_EQUAL, _IF_MORE, _IF_AT_LEAST, _RETURN = 0x15, 0x25, 0x35, 0x06

Instruction = tuple[int, int, int, int]
"""What to do; how many to skip if so, and if not; the operand."""

_RANDOM: Final = (_LOADS[4], 0, 0, 0xFFFF_F000 + 56)  # SKF_AD_RANDOM

_TAKE: Final = (_RETURN, 0, 0, 0xFFFF_FFFF)
_DROP: Final = (_RETURN, 0, 0, 0)


class Shape(NamedTuple):
    """Datagrams that begin so have one of these sizes, and hold these bytes at these places.

    `share`: of those so many get in, by chance.
    """

    beginning: bytes
    sizes: range
    holds: tuple[tuple[int, bytes], ...] = ()
    share: float = 1.0


def keep_out_junk(sock: socket.socket, first_byte: int, shapes: Iterable[Shape]) -> bool:
    """Of the datagrams that begin with `first_byte` or higher only those get in that have the
    shape of the first entry with their beginning, and of these its share. Instead of what was
    asked for before. False: this system has no such filters."""
    if sys.platform != "linux":
        return False
    program = compile_filter(first_byte, shapes)
    code = ctypes.create_string_buffer(b"".join(_INSTRUCTION.pack(*each) for each in program))
    try:
        sock.setsockopt(
            socket.SOL_SOCKET,
            _SO_ATTACH_FILTER,
            _PROGRAM.pack(len(program), ctypes.addressof(code)),
        )
    except OSError:
        return False
    return True


def compile_filter(first_byte: int, shapes: Iterable[Shape]) -> list[Instruction]:
    """The program."""
    program = [
        (_LENGTH, 0, 0, 0),
        (_IF_AT_LEAST, 1, 0, _HEADER + 1),
        _TAKE,  # an empty one: it has no byte to look at
        (_LOADS[1], 0, 0, _HEADER),
        (_IF_AT_LEAST, 1, 0, first_byte),
        _TAKE,
    ]
    for shape in shapes:
        program += _compile_shape(shape)
    return [*program, _DROP]


def _compile_shape(shape: Shape) -> list[Instruction]:
    """Falls through, to the next shape, only if the beginning is another one."""
    checks = [
        (_LENGTH, 0, 0, 0),
        (_IF_AT_LEAST, 0, 1, _HEADER + shape.sizes.start),
        (_IF_MORE, 1, 0, _HEADER + shape.sizes.stop - 1),
    ]
    for offset, content in shape.holds:
        checks += _compare(offset, content)
    if shape.share < 1.0:
        checks += [_RANDOM, (_IF_MORE, 1, 0, int(shape.share * 0xFFFF_FFFF))]
    checks = [*_resolve(checks, otherwise=1), _TAKE, _DROP]
    return _resolve(_compare(0, shape.beginning), otherwise=len(checks)) + checks


def _compare(offset: int, content: bytes) -> list[Instruction]:
    found: list[Instruction] = []
    while content:
        size = max(size for size in _LOADS if size <= len(content))
        found.append((_LOADS[size], 0, 0, _HEADER + offset))
        found.append((_IF_EQUAL, 0, 1, int.from_bytes(content[:size], "big")))
        offset, content = offset + size, content[size:]
    return found


def _resolve(steps: list[Instruction], otherwise: int) -> list[Instruction]:
    """Where a jump was marked by 1: so many instructions behind the last of the steps."""
    ways = [len(steps) - at - 1 + otherwise for at in range(len(steps))]
    return [
        (code, way * if_so, way * if_not, operand)
        for (code, if_so, if_not, operand), way in zip(steps, ways, strict=True)
    ]
