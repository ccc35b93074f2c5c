"""Named disasters: sleep, clocks, backups put back, clones. Nothing is lost, doubled or swapped."""

from collections.abc import Iterator

import pytest

from chatgui.app.messages import Warned
from tests.support.disk import Disks, fast_folder, remember
from tests.support.history import describe
from tests.support.inhabitant import Inhabitant
from tests.support.village import Village

NIGHT_S = 8 * 3600.0
DAY_S = 86_400.0
TEN_YEARS_S = 10 * 365.25 * DAY_S


class Scene:
    """Ann, bob and carl in a village; `talk` lets everybody say something to everyone."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self._count = 0
        for name in ("ann", "bob", "carl"):
            village.move_in(name)
        self.pass_s(3.0)

    def pass_s(self, seconds: float) -> None:
        self.village.run(self.village.now + seconds)

    def talk(self, *names: str) -> None:
        """Those people, or all who run."""
        for name in names or tuple(self.village.people):
            self._count += 1
            self.village.say(name, f"{self._count} from {name}", ("everyone",))
        self.pass_s(1.0)

    def person(self, name: str) -> Inhabitant:
        return self.village.people[name]

    def assert_fine(self, patience_s: float = 120.0) -> None:
        village = self.village
        village.run_until(lambda: not village.judge(), patience_s, step=0.5)
        self.pass_s(5.0)
        assert not village.judge(), describe(village.judge())


@pytest.fixture
def scene() -> Iterator[Scene]:
    with fast_folder() as folder, Disks() as disks:
        village = Village(1, folder, disks)
        yield Scene(village)
        village.close()


def test_everybody_sleeps_for_a_night(scene: Scene):
    scene.talk()
    for person in scene.village.people.values():
        person.asleep_until = scene.village.now + NIGHT_S
    scene.village.premises.sleep(scene.village.now + NIGHT_S)
    scene.pass_s(NIGHT_S + 10.0)
    scene.talk()
    scene.assert_fine(10.0)


def test_one_client_sleeps_for_a_night_while_others_talk(scene: Scene):
    scene.talk()
    scene.person("carl").asleep_until = scene.village.now + NIGHT_S
    for _ in range(3):
        scene.talk()
        scene.pass_s(NIGHT_S / 3)
    scene.pass_s(10.0)
    scene.talk()
    scene.assert_fine(10.0)


def test_the_server_sleeps_for_a_quarter_of_an_hour_while_people_write(scene: Scene):
    scene.talk()
    scene.village.premises.sleep(scene.village.now + 900.0)
    scene.talk()
    scene.pass_s(905.0)
    scene.talk()
    scene.assert_fine()


@pytest.mark.parametrize("by_s", [TEN_YEARS_S, -TEN_YEARS_S])
def test_the_wall_clock_is_ten_years_wrong_at_the_next_start(scene: Scene, by_s: float):
    scene.talk()
    scene.person("carl").kill()
    scene.talk("ann", "bob")
    scene.village.crash_server()
    scene.village.premises.wall_s += by_s
    scene.village.start_server()
    scene.talk("ann", "bob")
    scene.pass_s(120.0)
    scene.village.premises.wall_s -= by_s
    scene.pass_s(120.0)
    scene.person("carl").start(scene.village.now)
    scene.talk()
    scene.assert_fine()


def test_the_server_comes_back_with_a_folder_of_yesterday(scene: Scene):
    """What it has lost its clients have: they say it again."""
    scene.talk()
    scene.pass_s(3.0)
    copy = remember(scene.village.premises.disk.folder)
    for _ in range(3):
        scene.talk()
    scene.pass_s(3.0)
    scene.village.premises.crash(copy)
    scene.village.premises.wall_s += DAY_S
    scene.village.start_server()
    scene.pass_s(60.0)
    newcomer = scene.village.move_in("dora")
    scene.pass_s(5.0)
    scene.talk()
    scene.assert_fine()
    assert len(newcomer.shown[-1]) == 15, "what was lost stands in the log again"


def test_a_home_of_yesterday_is_put_back(scene: Scene):
    """Its outbox and its cursor are old: what is new gets a new outbox, what was heard comes anew
    to a disk that has it no longer."""
    scene.talk()
    ann = scene.person("ann")
    ann.kill()
    copy = remember(ann.disk.folder)
    ann.start(scene.village.now)
    scene.pass_s(3.0)
    for _ in range(3):
        scene.talk()
    scene.pass_s(3.0)
    ann.restore(copy)
    ann.start(scene.village.now)
    scene.pass_s(3.0)
    scene.talk()
    scene.assert_fine()


def test_a_cloned_home_is_another_installation(scene: Scene):
    scene.talk()
    ann = scene.person("ann")
    ann.kill()
    clone = scene.village.move_in("ann", "clone", clone_of=ann)
    scene.pass_s(3.0)
    scene.talk("clone", "bob")
    clone.kill()
    ann.start(scene.village.now, takeover=True)
    scene.pass_s(3.0)
    scene.talk("ann", "bob")
    scene.assert_fine()


def test_a_full_disk_is_mended_and_everybody_is_told_once(scene: Scene):
    scene.talk()
    scene.village.premises.disk.trouble = "database or disk is full"
    for _ in range(3):
        scene.talk()
    scene.pass_s(20.0)
    scene.village.premises.disk.mend()
    scene.assert_fine()
    for person in scene.village.people.values():
        told = [event for event in person.events if isinstance(event, Warned)]
        assert len(told) == 2, "once that it waits, once that it is saved"
