import pytest

from chatserver.firewall import has_program, opening_line, request


@pytest.mark.parametrize(
    ("system", "programs", "line"),
    [
        ("linux", {"nft", "ufw"}, "sudo ufw allow 12000/udp"),
        (
            "linux",
            {"firewall-cmd", "nft"},
            "sudo firewall-cmd --permanent --add-port=12000/udp && sudo firewall-cmd --reload",
        ),
        ("linux", {"nft"}, "sudo nft insert rule inet filter input udp dport 12000 accept"),
        ("linux", {"iptables"}, "sudo iptables -I INPUT -p udp --dport 12000 -j ACCEPT"),
        ("linux", set(), "sudo ufw allow 12000/udp"),
        (
            "win32",
            set(),
            'netsh advfirewall firewall add rule name="Parley" dir=in action=allow protocol=UDP '
            "localport=12000",
        ),
    ],
)
def test_the_line_is_that_of_the_firewall_that_is_there(
    system: str, programs: set[str], line: str
) -> None:
    assert opening_line(12_000, system, programs.__contains__) == line


def test_on_a_mac_it_is_a_way_through_the_settings() -> None:
    assert "Firewall" in opening_line(12_000, "darwin")


def test_the_request_names_port_and_line() -> None:
    assert request(12_000, "do this").endswith("do this")
    assert "UDP port 12000" in request(12_000, "do this")


def test_programs_are_found_where_only_the_system_looks(
    tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "some-firewall"
    program.write_text("")
    program.chmod(0o755)
    monkeypatch.setattr("chatserver.firewall._SYSTEM_FOLDERS", str(tmp_path))
    assert has_program("some-firewall")
    assert not has_program("no-such-firewall")
