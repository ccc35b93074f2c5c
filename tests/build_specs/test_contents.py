"""What is packed, and what is told about it to Windows and macOS."""

import ast
import plistlib
import xml.etree.ElementTree as ElementTree

import pytest

from build_specs.contents import (
    CLIENT,
    HERE,
    MANIFEST,
    SERVER,
    bundle_identifier,
    executables,
    is_needed,
    property_list,
    unused,
    version_resource,
)
from chatserver.config import read_config
from chatserver.start_lines import describe
from shared import __version__
from shared.program_names import names_of
from tests.test_structure import SOURCES, name_of


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("_tcl_data/tzdata/Europe/Berlin", False),
        ("_tcl_data\\encoding\\big5.enc", False),
        ("_tcl_data/encoding/cp1252.enc", True),
        ("_tcl_data/init.tcl", True),
        ("_tk_data/msgs/de.msg", False),
        ("_tk_data/ttk/clamTheme.tcl", True),
        ("shared/PROTOCOL.md", True),
    ],
)
def test_what_of_tcl_is_left_out(name: str, wanted: bool) -> None:
    assert is_needed(name) is wanted


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_that_is_left_out_is_imported_by_name(path) -> None:
    program = CLIENT if name_of(path).startswith("chatgui") else SERVER
    out = set(unused(program))
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            assert not {alias.name.partition(".")[0] for alias in node.names} & out
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").partition(".")[0] not in out


def test_of_pillow_only_what_draws_the_tray_is_packed() -> None:
    """Its plugins ask for each of these in a try, so whatever is not there is not missed."""
    for program in (CLIENT, SERVER):
        assert {"PIL._avif", "PIL._imagingft", "PIL._webp"} <= set(unused(program))
        assert not {"PIL", "PIL._imaging", "PIL.IcoImagePlugin"} & set(unused(program))


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_asserts_guard_nothing(path) -> None:
    """They are left out of the programs: only what mypy has to be told may stand in one."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Assert):
            told = ast.unparse(node.test)
            assert told.startswith("isinstance(") or told.endswith("is not None"), told


def test_windows_has_a_twin_with_a_console_for_each() -> None:
    assert executables(SERVER, "linux") == [SERVER]
    assert [(one.name, one.has_console) for one in executables(SERVER, "win32")] == [
        ("parley-server", False),
        ("parley-server-console", True),
    ]


def test_the_version_resource_is_what_pyinstaller_evaluates() -> None:
    tree = ast.parse(version_resource(CLIENT), mode="eval")
    assert isinstance(tree.body, ast.Call)
    assert tree.body.func.id == "VSVersionInfo"
    assert __version__ in version_resource(CLIENT)
    assert "parley.exe" in version_resource(CLIENT)


def test_windows_is_told_that_sharp_screens_are_known() -> None:
    tree = ElementTree.fromstring(MANIFEST.read_text("utf-8"))
    said = {part.tag.partition("}")[2]: part for part in tree.iter()}
    assert said["dpiAware"].text == "true"
    assert said["dpiAwareness"].text == "system"
    assert said["longPathAware"].text == "true"
    assert said["requestedExecutionLevel"].get("level") == "asInvoker"
    assert said["assemblyIdentity"].get("name") == "Microsoft.Windows.Common-Controls"
    assert "MANIFEST" in (HERE / "settings.py").read_text()


def test_macos_is_told_what_it_would_else_deny() -> None:
    client, server = property_list(CLIENT), property_list(SERVER)
    for one in (client, server):
        plistlib.dumps(one)
        assert one["NSLocalNetworkUsageDescription"]
        assert one["NSBonjourServices"] == ["_parley._udp"]
        assert one["NSHighResolutionCapable"]
    assert client["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == ["parley"]
    assert server["LSUIElement"]
    assert "LSUIElement" not in client
    assert bundle_identifier(CLIENT) != bundle_identifier(SERVER)


def test_every_specification_can_be_read() -> None:
    specs = sorted(HERE.glob("*.spec"))
    assert [spec.stem for spec in specs] == ["chatgui", "chatserver", "parley"]
    for spec in specs:
        ast.parse(spec.read_text())


def test_a_packaged_server_names_the_packaged_client(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has it has no run.py."""
    monkeypatch.setattr("chatserver.start_lines.TYPED", names_of(True, "linux"))
    said = describe(read_config(["-a", "127.0.0.1"]), 7, "IPv4", [], bytes(32))
    assert "  parley --terminal -a " in said
    assert "run.py" not in said
