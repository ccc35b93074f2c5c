from chatserver.control.answers import LogLines, PeopleHere, Refused, ServerStatus, Told
from chatserver.control.operations import AskLog, AskPeople, AskStatus, ShowDashboard
from chatserver.operator import looking
from shared.chat import Say
from shared.net.path import Path
from shared.server_link import read_link_untrusted
from tests.support.owner import HOST, PORT, Owner
from tests.support.premises import WALL_S


def status(owner: Owner) -> ServerStatus:
    answer = owner.asks(AskStatus())
    assert isinstance(answer, ServerStatus)
    return answer


def people(owner: Owner, *words: object) -> PeopleHere:
    answer = owner.asks(AskPeople(*words))  # type: ignore[arg-type]
    assert isinstance(answer, PeopleHere)
    return answer


def test_status_says_who_is_here_and_how_to_join() -> None:
    owner = Owner("--server-name", "Front desk", "--max-netcat", "5", "--keep-days", "7")
    owner.joins(1, "bob")
    owner.joins(2, "eva", "native")
    found = status(owner)
    assert (found.name, found.port, found.addresses) == ("Front desk", PORT, (HOST,))
    assert (found.people, found.guests_here, found.known) == (2, 1, 1)
    assert found.places == (20_000, 5, 64)
    assert found.options[:2] == ("--server-name", "Front desk")
    assert found.keeps == (7, 1024, 50)
    place = read_link_untrusted(found.link)
    assert place[:2] == (HOST, PORT)
    assert place.key == owner.parts.keys.public
    assert found.memory > 1_000_000
    assert found.cpu_s > 0


def test_status_counts_messages_and_what_comes_from_outside() -> None:
    owner = Owner()
    owner.joins(1, "bob")
    for text in ("one", "two"):
        owner.parts.runtime.command(1, Say(("everyone",), text), owner.now)
    owner.parts.runtime.commit(owner.now)
    owner.desk.traffic.take([(b"12345", Path((HOST, 9))), (b"1", Path(("127.0.0.1", 9)))], 1000.0)
    before = status(owner)
    assert (before.messages, before.received, before.received_bytes) == (2, 2, 6)
    assert before.outside_ms == 0
    owner.desk.traffic.take([(b"12", Path(("192.168.7.21", 9)))], 1000.0)
    assert status(owner).outside_ms == before.started_ms


def test_when_it_began_stays_the_same_however_the_clock_on_the_wall_is_set() -> None:
    owner = Owner()
    before = status(owner)
    owner.now += 60
    owner.parts.hub.set_clock(WALL_S + owner.now + 5, owner.now)
    after = status(owner)
    assert after.began_s == before.began_s < after.at_s
    assert after.started_ms == before.started_ms + 5000


def test_people_are_sorted_found_by_a_part_of_their_name_and_shown_by_the_page() -> None:
    owner = Owner()
    for peer, name in enumerate(("eva", "Bob", "anna", "Eve"), 1):
        owner.joins(peer, name)
    assert [row.name for row in people(owner).rows] == ["anna", "Bob", "eva", "Eve"]
    page = people(owner, 1, 2)
    assert (page.total, page.first, [row.name for row in page.rows]) == (4, 1, ["Bob", "eva"])
    assert [row.name for row in people(owner, 0, 9, "EV").rows] == ["eva", "Eve"]
    assert people(owner, 9, -1, "nobody").rows == ()


def test_whoever_comes_goes_or_changes_the_name_is_shown_so_at_once() -> None:
    owner = Owner()
    owner.joins(1, "bob")
    person = owner.joins(2, "eva")
    assert [row.name for row in people(owner).rows] == ["bob", "eva"]
    owner.parts.hub.people.rename(person, "adam")
    assert [row.name for row in people(owner).rows] == ["adam", "bob"]
    owner.parts.runtime.perform(owner.parts.hub.dismiss(person, "kicked"), owner.now)
    owner.parts.runtime.commit(owner.now)
    assert [row.name for row in people(owner).rows] == ["bob"]


def test_a_guests_line_is_not_known() -> None:
    owner = Owner()
    owner.joins(1, "bob")
    (row,) = people(owner).rows
    assert (row.door, row.verified, row.address) == ("netcat", False, "127.0.0.1:40001")
    assert row.rtt_ms is None
    assert row.loss is None
    owner.now += 301
    assert people(owner).rows[0].presence == "quiet"


def test_the_log_goes_on_behind_a_number() -> None:
    owner = Owner()
    for text in ("one", "two\x1b[2J", "three"):
        owner.console.report(text)
    assert owner.asks(AskLog()) == LogLines(3, ("one", "two␛[2J", "three"), (7, 7, 7))
    assert owner.asks(AskLog(2)) == LogLines(3, ("three",), (7,))
    assert owner.asks(AskLog(3)) == LogLines(3, ())
    assert owner.asks(AskLog(99)) == LogLines(99, ())


def test_an_answer_has_no_more_of_the_log_than_a_frame_holds(monkeypatch) -> None:
    monkeypatch.setattr(looking, "LOG_BYTES", 20)
    owner = Owner()
    for text in ("a" * 30, "bbb", "ccc"):
        owner.console.report(text)
    assert owner.asks(AskLog()) == LogLines(1, ("a" * 30,), (7,))
    assert owner.asks(AskLog(1)) == LogLines(3, ("bbb", "ccc"), (7, 7))


def test_only_a_server_in_the_tray_brings_its_dashboard_up() -> None:
    owner, shown = Owner(), list[str]()
    assert isinstance(owner.asks(ShowDashboard()), Refused)
    owner.desk.show = lambda: shown.append("up") or ""
    assert isinstance(owner.asks(ShowDashboard()), Told)
    assert shown == ["up"]
    owner.desk.show = lambda: "Parley was moved."
    assert owner.asks(ShowDashboard()) == Refused("Parley was moved.")
