import pytest
from msgspec.structs import replace

from chatgui.bookmarks import Used
from chatgui.choosing import choose, is_last, keys_of, known_as, rows_of, where_of
from shared.crypto.identity import server_id, spell_server_id
from shared.discovery.found import FoundServer

DESK_KEY, OFFICE_KEY = b"d" * 32, b"o" * 32
DESK = FoundServer(server_id(DESK_KEY), "Front desk", "192.168.7.20", 15000, 12, False, "probe")
OFFICE = FoundServer(server_id(OFFICE_KEY), "Office", "fd00::9", 12000, 1, True, "probe")
SILENT = FoundServer(b"s" * 15, "Silent", "192.168.7.9", 15000, None, False, "mdns")
WAS_AT_OFFICE = Used("192.168.7.99", 15000, OFFICE_KEY)
WAS_AT_DESK = Used("192.168.7.20", 15000, DESK_KEY)


@pytest.mark.parametrize(
    ("found", "used", "chosen"),
    [
        ([DESK], [], DESK),
        ([DESK], [WAS_AT_OFFICE, WAS_AT_DESK], None),
        ([DESK], [WAS_AT_OFFICE], None),
        ([], [WAS_AT_OFFICE], None),
        ([DESK, OFFICE], [], None),
        ([DESK, OFFICE], [WAS_AT_OFFICE, WAS_AT_DESK], OFFICE),
        ([DESK, OFFICE, SILENT], [WAS_AT_DESK, WAS_AT_OFFICE], DESK),
        ([DESK, SILENT], [WAS_AT_OFFICE, WAS_AT_DESK], None),
    ],
)
def test_which_is_meant(
    found: list[FoundServer], used: list[Used], chosen: FoundServer | None
) -> None:
    assert choose(found, used) == chosen


def test_the_last_one_is_known_by_its_key_wherever_it_is() -> None:
    assert is_last(OFFICE, [WAS_AT_OFFICE])
    assert not is_last(OFFICE, [WAS_AT_DESK, WAS_AT_OFFICE])
    assert keys_of([WAS_AT_OFFICE]) == {OFFICE.id: OFFICE_KEY}


def test_what_waits_for_a_server_waits_at_the_address_it_had() -> None:
    older = Used("fd00::9", 12000, OFFICE_KEY)
    assert known_as(OFFICE, [WAS_AT_DESK, WAS_AT_OFFICE]) == WAS_AT_OFFICE
    assert known_as(OFFICE, [WAS_AT_OFFICE, older]) == older
    assert known_as(OFFICE, [WAS_AT_DESK]) == Used("fd00::9", 12000, b"")


def test_rows() -> None:
    assert rows_of([], {}) == []
    desk, office, silent = (spell_server_id(one.id) for one in (DESK, OFFICE, SILENT))
    assert rows_of([DESK, OFFICE, SILENT], {OFFICE.id: OFFICE_KEY}) == [
        f"Front desk  12 people        192.168.7.20:15000  {desk}",
        f"Office      1 person         [fd00::9]:12000     {office}"
        "  you were there, needs an invite",
        f"Silent      does not answer  192.168.7.9:15000   {silent}",
    ]
    assert where_of(OFFICE) == "[fd00::9]:12000"


def test_wide_names_keep_the_columns() -> None:
    east = replace(DESK, name="\u6771\u4eac")
    first, second = rows_of([DESK, east], {})
    assert second.index("12 people") + 2 == first.index("12 people")
