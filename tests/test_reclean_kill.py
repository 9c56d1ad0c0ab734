"""`copydesk reclean` killed at any moment: articles stay readable, and the next run gives what an undisturbed one gives."""

import os
import random
import shutil
import signal
import subprocess
import sys

import pytest

from archive.connection import sqlite3
from tests.test_kill import clean, content, sound, write_pages


def reclean(database, kill_after=None):
    """True where it ended by itself."""
    arguments = [sys.executable, "-m", "crawler", "reclean", str(database), "--silent"]
    process = subprocess.Popen(arguments, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        process.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return False
    return True


def articles(database):
    conn = sqlite3.connect(database)
    count = conn.execute("select count(*) from articles").fetchone()[0]
    conn.close()
    return count


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform == "win32", reason="process groups are killed")
def test_a_reclean_that_is_killed_loses_nothing(tmp_path):
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    for share in (80, 160):  # two runs: those of the first know less of their site
        write_pages(tmp_path / "pages", share)
        clean(tmp_path / "whole.db", tmp_path / "pages")
    shutil.copy(tmp_path / "whole.db", tmp_path / "killed.db")
    shutil.copytree(tmp_path / "whole.warc", tmp_path / "killed.warc")
    before = articles(tmp_path / "whole.db")
    assert reclean(tmp_path / "whole.db")
    for _ in range(8):
        reclean(tmp_path / "killed.db", kill_after=dice.uniform(0.5, 4))
        assert sound(tmp_path / "killed.db")
        assert articles(tmp_path / "killed.db") == before
    assert clean(tmp_path / "killed.db", tmp_path / "pages")
    assert content(tmp_path / "killed.db") == content(tmp_path / "whole.db")
