"""The release's workflow asks for nothing that is not there. It can be run on GitHub alone."""

import re

from build_specs.bundle import SYSTEMS
from build_specs.contents import ROOT
from run import JOBS

TEXT = (ROOT / ".github/workflows/release.yml").read_text()
IMAGES = {"ubuntu-22.04", "ubuntu-24.04", "windows-2022", "macos-15", "macos-15-intel"}
"""GitHub's, of which none ends before April 2027. A job on one that is gone waits, and nothing is
released."""


def test_it_runs_jobs_of_run_py() -> None:
    jobs = re.findall(r"run\.py (\w+)", TEXT)
    assert {"build", "smoke", "bundle", "chat"} == set(jobs)
    assert set(jobs) <= set(JOBS)


def test_it_names_systems_that_wheels_are_fetched_for() -> None:
    assert set(re.findall(r"--for ([\w-]+)", TEXT)) == set(SYSTEMS)


def test_files_it_names_are_there() -> None:
    for pattern in re.findall(r"build_specs/[\w/*.-]+", TEXT):
        assert list(ROOT.glob(pattern)), pattern


def test_actions_are_pinned_to_a_major_version() -> None:
    used = re.findall(r"uses: (\S+)", TEXT)
    assert used
    assert all(re.fullmatch(r"actions/[\w-]+@v\d+", action) for action in used)


def test_it_runs_on_images_that_github_has() -> None:
    used = set(re.findall(r"(?:runs-on|image): ([a-z][\w.-]*)", TEXT))
    assert used == IMAGES
