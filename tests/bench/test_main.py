"""What holds for every job of the benchmark."""

import shutil
import sys

import pytest

from tests.bench import __main__ as bench

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Debian's folders")


@pytest.mark.parametrize("path", ["/usr/bin", None])
def test_servers_are_found_where_only_root_has_them_on_the_path(path, tmp_path, monkeypatch):
    if path is None:
        monkeypatch.delenv("PATH")
    else:
        monkeypatch.setenv("PATH", path)
    (tmp_path / "rivald").touch(mode=0o755)
    monkeypatch.setattr(bench, "SYSTEM_FOLDERS", (str(tmp_path),))
    found = []
    monkeypatch.setattr(bench, "measure", lambda *_: found.append(shutil.which("rivald")))
    assert bench.main(["loss"]) == 0
    assert found == [str(tmp_path / "rivald")]
    assert shutil.which("sh"), "what was on the path still is"
