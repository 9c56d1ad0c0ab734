"""`copydesk clean` killed at any moment, then run again: nothing lost, nothing doubled, the same content.

The whole process group is killed, as a machine that loses its power does it to all at once. What is
compared with a run that was never killed is every public table but for what tells of runs and times.
"""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from archive.connection import sqlite3
from archive.schema import is_present

PLACES = "harbour mill bridge market station quarry school library island chapel orchard ferry".split()
PEOPLE = "Ada Lind,Ruth Okafor,Tomas Brae,Mina Haile,Jon Dunmore,Sara Quennell".split(",")
VERBS = "closed opened flooded moved burned reopened shrank doubled".split()


def story(number):
    """An article of its own, long enough to be one; every seventh is a copy of the one before it."""
    dice = random.Random(number - (number % 7 == 6))
    place, verb, person = dice.choice(PLACES), dice.choice(VERBS), dice.choice(PEOPLE)
    title = f"The {place} {verb} for the {dice.randrange(2, 9000)}th time"
    paragraphs = [
        f"{person} remembers the {dice.choice(PLACES)} as it was {dice.randrange(2, 90)} years ago, when {dice.randrange(9, 999)} "
        f"people came on a Sunday and the {dice.choice(PLACES)} {dice.choice(VERBS)} twice a year."
        for _ in range(dice.randrange(2, 7))
    ]
    return title, person, paragraphs


def write_pages(folder, count):
    """Dumps and pages, some of them broken, in two folders."""
    for number in range(count):
        title, person, paragraphs = story(number)
        place = folder / ("north" if number % 2 else "south")
        place.mkdir(parents=True, exist_ok=True)
        if number % 11 == 5:
            (place / f"{number}.html").write_bytes(bytes(range(256)) * 4)
        elif number % 3:
            lines = [
                "The Daily Tide",
                "Home News Sport",
                title,
                f"By {person}",
                *paragraphs,
                "Share this story",
                "Subscribe now",
            ]
            (place / f"{number}.txt").write_text("\n\n".join(lines))
        else:
            text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
            url = f"https://tide.example/{number % 100 if number % 5 == 0 else number}"
            head = f'<title>{title}</title><link rel="canonical" href="{url}">'
            body = f"<nav><a href='/'>Home</a></nav><article><h1>{title}</h1><p>By {person}</p>{text}</article><footer>The Tide</footer>"
            (place / f"{number}.html").write_text(
                f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"
            )


def clean(database, folder, kill_after=None):
    """Run the command; with `kill_after` kill it and all its processes after so many seconds. True if it ended by itself."""
    arguments = [sys.executable, "-m", "crawler", "clean", str(database), str(folder), "--silent"]
    process = subprocess.Popen(arguments, start_new_session=True, stderr=subprocess.PIPE)
    try:
        told = process.communicate(timeout=kill_after)[1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return False
    assert process.returncode in (0, 1), told.decode()
    return True


WITHOUT = {"runs", "fetches", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}
TELLS_OF_THE_RUN = {
    "run",
    "saved_at",
    "first_seen",
    "last_seen",
    "warc",
    "warc_offset",
    "warc_length",
    "captured_at",
    "source_modified",
}


def content(database):
    """Every public table as a digest, without the columns that tell when and in which run it was written."""
    conn = sqlite3.connect(database)
    names = [
        row[0] for row in conn.execute("select name from sqlite_master where type in ('table', 'view') order by name")
    ]
    public = [name for name in names if not name.startswith("_") and "_fts_" not in name and name not in WITHOUT]
    found = {name: _digest(conn, name) for name in public}
    conn.close()
    return found


def _digest(conn, table):
    cursor = conn.execute(f'select * from "{table}"')
    keep = [place for place, column in enumerate(cursor.description) if column[0] not in TELLS_OF_THE_RUN]
    rows = sorted(repr([row[place] for place in keep]) for row in cursor)
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()


def sound(database):
    """Whether SQLite and its full-text index find nothing wrong.

    The tables come in one transaction. A run that was killed before it has left all of them or none, and with them no
    index that could be asked.
    """
    conn = sqlite3.connect(database)
    problems = [row[0] for row in conn.execute("pragma integrity_check") if row[0] != "ok"]
    problems += list(conn.execute("pragma foreign_key_check"))
    if is_present(conn):
        conn.execute("insert into articles_fts(articles_fts, rank) values ('integrity-check', 1)")
    else:
        names = [row[0] for row in conn.execute("select name from sqlite_master where name not like '%sqlite_%'")]
        problems += [f"{name} came without the rest" for name in names]
    conn.close()
    return not problems


def _seconds(work):
    began = time.monotonic()
    assert work()
    return time.monotonic() - began


def survive(folder, kills, seed):
    """Kill the command so often at random moments, then compare with a run that was never killed."""
    pages = folder / "pages"
    whole_run, idle_run = (_seconds(lambda: clean(folder / "whole.db", pages)) for _ in range(2))
    # Far enough to get into cleaning, where a run needs some time to come, and not so far that most runs come to their end.
    longest = min(whole_run, 2 * idle_run + whole_run / 8)
    dice = random.Random(seed)
    print(f"seed {seed}, a whole run takes {whole_run:.1f} s, one with nothing to do {idle_run:.1f} s")
    done = passes = 0
    while done < kills:
        finished = clean(folder / "killed.db", pages, kill_after=dice.uniform(0.2, longest))
        done += not finished
        if (folder / "killed.db").exists():
            assert sound(folder / "killed.db")
        if finished:
            passes += 1
            assert content(folder / "killed.db") == content(folder / "whole.db")
            for part in folder.glob("killed.*"):
                part.rename(folder / f"compared-{done}-{dice.random()}-{part.name}")
    print(f"{done} kills in {passes + 1} passes")
    assert clean(folder / "killed.db", pages)
    assert sound(folder / "killed.db")
    assert content(folder / "killed.db") == content(folder / "whole.db")


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are killed")
def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path):
    write_pages(tmp_path / "pages", 120)
    survive(tmp_path, kills=5, seed=random.randrange(10**6))


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform == "win32", reason="process groups are killed")
def test_a_hundred_kills_over_two_thousand_files_lose_and_double_nothing(tmp_path):
    write_pages(tmp_path / "pages", 2000)
    survive(tmp_path, kills=100, seed=random.randrange(10**6))
