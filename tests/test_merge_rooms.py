"""The folder that a merge works in goes with it, and that of a merge that was killed with the next one."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from crawler.sharding.rooms import merging_room
from tests.test_cli import PROGRAM, run
from tests.test_progress import pages

HOLDS = """
import sys
from pathlib import Path
from crawler.sharding.rooms import merging_room
with merging_room(Path(sys.argv[1])) as room:
    (room / "part.db").write_text("half of it")
    print(room, flush=True)
    sys.stdin.read()
"""


@contextmanager
def holding(folder: Path):
    """A process that holds a room, and the room."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process, Path(process.stdout.readline().strip())
        finally:
            process.kill()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_room_goes_with_its_merge(tmp_path):
    with merging_room(tmp_path) as room:
        (room / "part.db").write_text("all of it")
        assert names(tmp_path) == {room.name}
    assert names(tmp_path) == set()


def test_the_room_of_a_killed_merge_goes_with_the_next_and_that_of_a_living_one_stays(tmp_path):
    with holding(tmp_path) as (living, kept), holding(tmp_path) as (killed, left):
        killed.send_signal(signal.SIGKILL)
        killed.wait()
        assert {kept.name, left.name} == names(tmp_path)
        with merging_room(tmp_path) as room:
            assert names(tmp_path) == {kept.name, room.name}
        assert (kept / "part.db").read_text() == "half of it"
        living.communicate("")
    assert names(tmp_path) == set()


def test_nothing_else_is_taken_away(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    beside = tmp_path / "beside"
    for name in ("copydesk-merge-abcdefgh", "copydesk-abcdefgh", "copydesk-merge-mine", "copydesk-merge-begun1st"):
        (beside / name).mkdir(parents=True)
    (beside / "copydesk-merge-abcdefgh" / "notes.txt").write_text("mine")
    (beside / "copydesk-merge-begun1st" / ".held-by").touch()
    for folder in (elsewhere, beside / "copydesk-abcdefgh", beside / "copydesk-merge-mine"):
        folder.mkdir(exist_ok=True)
        (folder / ".held-by").write_text("process 1\n")
    (beside / "copydesk-merge-led_away").symlink_to(elsewhere)
    (beside / "copydesk-merge-file1234").write_text("a file")
    (beside / "copydesk-merge-fifo1234").mkdir()
    os.mkfifo(beside / "copydesk-merge-fifo1234" / ".held-by")
    before = sorted(map(str, tmp_path.rglob("*")))
    with merging_room(beside):
        pass
    assert sorted(map(str, tmp_path.rglob("*"))) == before


def test_a_merge_takes_away_what_a_killed_one_left(tmp_path):
    shard = tmp_path / "shard.db"
    assert run("clean", shard, pages(tmp_path / "pages"), "--workers", "1", "--silent").returncode == 0
    with holding(tmp_path) as (killed, left):
        killed.kill()
        killed.wait()
    assert left.is_dir()
    merged = [*PROGRAM, "merge", str(tmp_path / "all.db"), str(shard), "--workers", "1", "--silent"]
    assert subprocess.run(merged, check=False).returncode == 0
    assert names(tmp_path) == {"shard.db", "shard.warc", "pages", "all.db", "all.warc"}
