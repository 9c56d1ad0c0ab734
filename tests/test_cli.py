"""The command `copydesk`, run as people run it."""

import csv
import importlib.util
import io
import json
import os
import pty
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urljoin

import click
import pytest

from archive import open_archive
from crawler.cli import COMMANDS, copydesk, main
from crawler.listing import KINDS
from crawler.readers import read_paths
from tests.watching import Watch

PAGE = """<!doctype html><html lang="en"><head><title>Bread is dearer again</title></head><body>
<nav><a href="/">Home</a> <a href="/town">Town</a></nav>
<article><h1>Bread is dearer again</h1><p class="byline">By Ruth Okafor</p>
<p>The bakers of the old town have raised their prices for the third time since the winter began.</p>
<p>A loaf that cost two marks in October now costs three, and nobody expects the flour to get any cheaper.</p>
<p>"We would rather sell fewer loaves than smaller ones," said the guild's speaker on Monday morning.</p></article>
<footer>Copyright The Town Crier</footer></body></html>"""
DUMP = """The bridge stays shut

By Tomas Lind

The bridge over the narrows stays shut for another month, the road office said on Friday.

Engineers found a second crack in the northern pier while they were mending the first, and the divers who looked at it on Thursday want a month of calm water before anything heavier than a bicycle may cross.

"We would rather be late than wet," the chief engineer told the town council, which had asked for the bridge to be open in time for the harvest fair.

Until then the ferry will run every twenty minutes from six in the morning, and the farmers on the far side may use it without paying.

Share this story
"""


PROGRAM = [sys.executable, "-m", "crawler"]


class Done(NamedTuple):
    returncode: int
    stdout: bytes
    stderr: bytes


def run(*arguments, stdin=b""):
    """Run a command in this process, which spares a second each time."""
    given = io.BytesIO(stdin if isinstance(stdin, bytes) else stdin.encode())
    output, remarks = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with redirect_stdout(output), redirect_stderr(remarks), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(given)))
        try:
            with pytest.raises(SystemExit) as ended:
                main([str(argument) for argument in arguments])
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    return Done(ended.value.code, output.buffer.getvalue(), remarks.buffer.getvalue())


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A folder with four inputs: two articles, a page with nothing to read, a picture under a page's name."""
    folder = tmp_path_factory.mktemp("saved") / "pages"
    folder.mkdir()
    (folder / "bread.html").write_text(PAGE)
    (folder / "bridge.txt").write_text(DUMP)
    (folder / "empty-page.html").write_text("<!doctype html><html><body><p>Hi</p></body></html>")
    (folder / "broken.html").write_bytes(bytes(range(256)) * 20)
    return folder


@pytest.fixture(scope="module")
def archive(saved):
    """The archive of those pages, and how the command ended that made it."""
    path = saved.parent / "archive.db"
    return path, run("clean", path, saved)


def test_cleaning_reports_what_became_of_every_page(archive):
    _, done = archive
    told = done.stderr.decode()
    assert done.returncode == 1
    assert done.stdout == b""
    counts = [int(line.split()[0]) for line in told.splitlines() if line.startswith("   ")]
    assert "4 pages in" in told
    assert sum(counts) == 4
    assert re.search(r"pages/broken.html: binary", told)


def test_running_the_same_command_again_changes_nothing(archive, saved):
    path, _ = archive
    before = run("search", path, "--json").stdout
    again = run("clean", path, saved)
    assert again.returncode == 1
    assert "2  already in the archive" in again.stderr.decode()
    assert run("search", path, "--json").stdout == before


def test_the_summary_is_on_record_and_says_each_time_what_is_no_article(saved, tmp_path):
    (saved / "style.css").write_text("p { color: red }")
    told = [run("clean", tmp_path / "a.db", saved).stderr.decode() for _ in range(2)]
    (saved / "style.css").unlink()
    refused = ["2  not articles (1 not-a-page, 1 too-short)", "1  failed (1 binary)"]
    summaries = [[line.strip() for line in one.splitlines() if line.startswith("   ")] for one in told]
    assert set(summaries[0]) == {"2  new articles", *refused}
    assert set(summaries[1]) == {*refused, "2  already in the archive"}
    with open_archive(tmp_path / "a.db", read_only=True) as archive:
        columns = "articles, not_articles, failed, already_held"
        assert archive.conn.execute(f"select {columns} from runs").fetchall() == [(2, 2, 1, 0), (0, 2, 1, 2)]


def test_an_archive_among_its_pages_does_not_read_itself(tmp_path):
    (tmp_path / "page.txt").write_text(("The ferry left the quay at six with eleven people on board. " * 8).strip())
    for _ in range(2):
        ended = run("clean", tmp_path / "a.db", tmp_path)
        assert ended.returncode == 0, ended.stderr
        assert b"1 page in" in ended.stderr


def test_help_shows_its_examples_line_by_line():
    assert b"\n    copydesk clean archive.db saved-pages/\n" in run("--help").stdout


def test_failed_pages_are_listed_on_request(archive, saved, tmp_path):
    path, _ = archive
    listed = run("status", path, "--list", "failed").stdout.decode()
    assert listed.startswith("pages/broken.html\tbinary\t")
    fresh = run("clean", tmp_path / "new.db", saved, "--list", "not-articles", "--silent")
    assert fresh.stdout.decode().startswith("pages/empty-page.html\t")
    assert fresh.stderr == b""


def test_several_lists_can_be_asked_for_and_an_empty_one_says_so(archive):
    path, _ = archive
    listed = run("status", path, "--list", "not-articles", "--list", "failed", "--list", "versions")
    assert [line.split("\t")[0] for line in listed.stdout.decode().splitlines()] == [
        "pages/empty-page.html",
        "pages/broken.html",
    ]
    assert listed.stderr.decode() == f"no versions in {path}\n"
    rows = json.loads(run("status", path, "--list", "articles", "--list", "failed", "--json").stdout)
    assert [row["became"] for row in rows] == ["articles", "articles", "failed"]


def test_a_reason_that_says_it_all_is_given_in_words(tmp_path):
    (tmp_path / "empty.html").touch()
    (tmp_path / "bridge.txt").write_text(DUMP)
    done = run("clean", tmp_path / "a.db", tmp_path / "empty.html", tmp_path / "bridge.txt", "--list", "failed")
    assert done.stdout == b"empty.html\tempty\tthe file or body has no bytes\n"
    assert run("status", tmp_path / "a.db", "--list", "failed").stdout == done.stdout
    told = run("status", tmp_path / "a.db").stdout.decode()
    assert "1 page kept, of 1 site; 1 more input with no page to keep" in told
    assert re.search(r"1 WARC file [1-9]\d* kB", told)


def test_every_count_of_the_summary_can_be_listed(archive, saved, tmp_path):
    listed = {kind: run("status", archive[0], "--list", kind).stdout.decode().splitlines() for kind in KINDS}
    assert {kind: len(lines) for kind, lines in listed.items()} == {
        "articles": 2, "versions": 0, "copies": 0, "not-articles": 1, "failed": 1,
    }  # fmt: skip
    assert listed["articles"][0].split("\t") == ["pages/bread.html", "1", "Bread is dearer again"]
    fresh = run("clean", tmp_path / "new.db", saved, "--list", "articles", "--silent")
    assert fresh.stdout.decode().splitlines() == listed["articles"]
    assert run("clean", tmp_path / "new.db", saved, "--list", "articles", "--silent").stdout == b""


def test_copies_are_counted_and_listed_alike_by_clean_and_status(tmp_path):
    page = PAGE.replace("<title>", '<link rel="canonical" href="https://crier.example/bread"><title>')
    for name in ("a.html", "b.html"):
        (tmp_path / name).write_text(page)
    (tmp_path / "c.txt").write_text(DUMP)
    (tmp_path / "d.txt").write_text(DUMP)
    done = run("clean", tmp_path / "x.db", *sorted(tmp_path.glob("?.*")), "--list", "copies")
    assert "2  copies of articles" in done.stderr.decode()
    assert [line.split("\t")[:2] for line in done.stdout.decode().splitlines()] == [["b.html", "1"], ["d.txt", "2"]]
    assert run("status", tmp_path / "x.db", "--list", "copies").stdout == done.stdout
    assert run("status", tmp_path / "x.db").stdout.decode().startswith("2 articles, 2 copies of articles, ")


def test_search_finds_an_article_and_its_number_shows_it(archive):
    path, _ = archive
    hits = json.loads(run("search", path, "loaf", "--json").stdout)
    assert [hit["title"] for hit in hits] == ["Bread is dearer again"]
    shown = run("show", path, hits[0]["id"]).stdout.decode()
    assert "nobody expects the flour" in shown
    assert "Copyright" not in shown


@pytest.mark.parametrize("key", ["pages/bread.html", "1"])
def test_an_article_is_shown_by_its_source_too(archive, key):
    assert run("show", archive[0], key).returncode == 0


def test_show_tells_what_comes_near_to_a_name_that_is_not_there(tmp_path):
    pages = [line(url=f"https://crier.example/{n}", text=DUMP.replace("month", f"month and {n} days")) for n in (1, 2)]
    (tmp_path / "export.jsonl").write_text("".join(pages))
    run("clean", tmp_path / "a.db", tmp_path / "export.jsonl")
    for key in ("export.jsonl", "elsewhere/export.jsonl", tmp_path / "export.jsonl#2", "crier.example"):
        done = run("show", tmp_path / "a.db", key)
        assert (done.returncode, done.stdout) == (3, b"")
        assert "2\texport.jsonl#2\tThe bridge stays shut" in done.stderr.decode()
    assert b"near to it" not in run("show", tmp_path / "a.db", "zeppelin").stderr


def test_a_number_that_no_article_has_is_answered_with_those_there_are(archive):
    done = run("show", archive[0], "20")
    assert done.returncode == 3
    assert done.stderr.decode() == f"copydesk: no article 20 in {archive[0]}: numbers go from 1 to 2\n"


def test_a_guessed_date_says_so_wherever_it_is_shown(tmp_path):
    page = line(url="https://crier.example/bridge", text=DUMP, date="02/05/2026")
    run("clean", tmp_path / "a.db", "-", stdin=page)
    for command in (("show", "1"), ("search", "bridge"), ("show", "1", "--format", "markdown")):
        assert "2026-02-05 (guessed: record)" in run(command[0], tmp_path / "a.db", *command[1:]).stdout.decode()
    assert json.loads(run("search", tmp_path / "a.db", "--json").stdout)[0]["date_guessed_from"] == "record"
    assert "guessed" not in run("extract", "-", "--format", "text", stdin=DUMP).stdout.decode()


def test_show_tells_of_several_articles_of_one_name(tmp_path):
    page = PAGE.replace("<title>", '<link rel="canonical" href="https://crier.example/bread"><title>')
    (tmp_path / "a.html").write_text(page)
    (tmp_path / "b.html").write_text(page.replace("three, and", "four, and"))
    run("clean", tmp_path / "a.db", tmp_path / "a.html", tmp_path / "b.html")
    done = run("show", tmp_path / "a.db", "https://crier.example/bread")
    assert done.returncode == 0
    assert "1 is shown; of the same name" in done.stderr.decode()
    assert "2\tb.html\t" in done.stderr.decode()
    assert run("show", tmp_path / "a.db", "a.html").stderr == b""


def test_show_removed_has_every_block_with_its_reason(archive):
    shown = run("show", archive[0], "pages/bread.html", "--removed").stdout.decode()
    assert re.search(r"^- [a-z-]+.*\n    .*Copyright", shown, re.MULTILINE)
    assert "\x1b[" not in shown


@pytest.mark.parametrize(("form", "beginning"), [("json", "{"), ("markdown", "# Bread"), ("html", "<!doctype html>")])
def test_show_prints_other_formats(archive, form, beginning):
    assert run("show", archive[0], "pages/bread.html", "--format", form).stdout.decode().startswith(beginning)


def test_a_page_that_is_no_article_is_explained(archive):
    done = run("show", archive[0], "pages/broken.html")
    assert done.returncode == 3
    assert b"binary" in done.stderr


def test_search_without_a_hit_says_so(archive):
    done = run("search", archive[0], "zeppelin")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"nothing was found" in done.stderr


def test_search_takes_the_site_as_it_shows_it_and_names_those_near_to_another(tmp_path):
    page = PAGE.replace("<title>", '<meta property="og:site_name" content="The Town Crier"><title>')
    run("clean", tmp_path / "a.db", "-", stdin=line(url="https://www.crier.example/bread", html=page))
    for site in ("The Town Crier", "www.crier.example"):
        found = run("search", tmp_path / "a.db", "--site", site)
        assert found.returncode == 0
        assert site in found.stdout.decode()
    done = run("search", tmp_path / "a.db", "--site", "Crier", "--author", "Ruth")
    assert done.returncode == 3
    assert done.stderr.decode().splitlines() == [
        "nothing was found",
        "no site Crier in this archive; near to it: The Town Crier · crier.example",
        "no author Ruth in this archive; near to it: Ruth Okafor",
    ]


def test_a_query_may_begin_with_a_hyphen(archive):
    hits = json.loads(run("search", archive[0], "-loaf", "-h1", "--json").stdout)
    assert [hit["title"] for hit in hits] == ["The bridge stays shut"]
    assert b"[QUERY]" in run("search", archive[0], "-h").stdout


@pytest.mark.parametrize("option", ["--mnth", "--mnth=2026-05"])
def test_an_option_that_search_does_not_know_is_no_query(archive, option):
    done = run("search", archive[0], "bread", option)
    assert done.returncode == 2
    assert b"--mnth" in done.stderr


def test_a_month_may_be_a_year_and_is_refused_when_it_is_neither(tmp_path):
    run("clean", tmp_path / "a.db", "-", stdin=line(text=DUMP, date="2026-05-03"))
    found = {
        m: run("search", tmp_path / "a.db", "--month", m).returncode for m in ("2026", "2026-05", "2026-5", "2025")
    }
    assert found == {"2026": 0, "2026-05": 0, "2026-5": 0, "2025": 3}
    for wrong in ("May", "2026-13", "05/2026"):
        done = run("search", tmp_path / "a.db", "--month", wrong)
        assert done.returncode == 2
        assert b"2026-05" in done.stderr


@pytest.mark.parametrize("query", ['"', "'", "(", "AND", "*", "-", "col:on", "NEAR(", "\x00".replace("\x00", "%00")])
def test_any_text_is_a_query(archive, query):
    assert run("search", archive[0], "--", query).returncode in (0, 3)


def test_status_counts_what_is_there(archive):
    found = json.loads(run("status", archive[0], "--json").stdout)
    assert found["articles"] == 2
    assert found["to_do"] == 0


@pytest.mark.parametrize("command", ["show", "search", "status", "serve"])
def test_a_missing_archive_is_named(tmp_path, command):
    done = run(command, tmp_path / "none.db", *(["1"] if command == "show" else []))
    assert done.returncode == 4
    assert b"none.db" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("command", ["clean", "show", "search", "status", "serve"])
def test_a_file_that_is_no_archive_is_refused_and_left_alone(tmp_path, saved, command):
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, this is no database.")
    done = run(command, path, *{"clean": [saved], "show": ["1"]}.get(command, []))
    assert done.returncode == 4
    assert b"letter.db" in done.stderr
    assert b"Traceback" not in done.stderr
    assert path.read_text().startswith("Dear Sir")


@pytest.mark.parametrize("command", ["show", "search", "status", "serve", "merge"])
def test_an_archive_whose_command_was_stopped_at_once_is_said_to_be_empty(tmp_path, command):
    (tmp_path / "begun.db").touch()
    before = {"merge": [tmp_path / "all.db"]}.get(command, [])
    done = run(command, *before, tmp_path / "begun.db", *(["1"] if command in {"show", "search"} else []))
    assert done.returncode == 4
    assert b"begun.db: nothing is in it: the command that began it was stopped" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["begun.db"]


@pytest.mark.parametrize("arguments", [[], ["clean"], ["nonsense"], ["extract", "--format", "pdf"], ["search"]])
def test_wrong_usage_ends_with_2(arguments):
    assert run(*arguments).returncode == 2


def test_nothing_to_clean_ends_with_3(tmp_path):
    (tmp_path / "empty").mkdir()
    assert run("clean", tmp_path / "a.db", tmp_path / "empty").returncode == 3
    assert run("clean", tmp_path / "a.db", tmp_path / "missing").returncode == 3


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (["misspelt"], "copydesk: misspelt: no such file or folder\n"),
        (["*.htm"], "copydesk: *.htm: no file matches this pattern\n"),
        (["nothing.txt"], "nothing.txt: empty"),
        (["folder"], "copydesk: no page was found, so new.db was not made\n"),
        (["-"], "-: empty"),
    ],
)
def test_a_mistake_leaves_no_archive_behind(tmp_path, monkeypatch, paths, told):
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("nothing.txt").touch()
    done = run("clean", "new.db", *paths)
    assert done.returncode == 3
    assert done.stderr.decode().startswith(told)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "nothing.txt"]


def test_a_path_that_is_not_there_is_named_and_not_recorded(saved, tmp_path):
    done = run("clean", tmp_path / "a.db", saved / "bread.html", tmp_path / "misspelt")
    assert done.returncode == 1
    assert b"misspelt: no such file or folder" in done.stderr
    assert b"1 page in:" in done.stderr
    assert run("status", tmp_path / "a.db", "--list", "failed").stdout == b""
    assert run("clean", tmp_path / "a.db", tmp_path / "misspelt").returncode == 3


def test_clean_reads_standard_input(tmp_path):
    assert run("clean", tmp_path / "a.db", "-", stdin=DUMP).returncode == 0
    assert b"northern pier" in run("search", tmp_path / "a.db", "pier").stdout


@pytest.mark.parametrize(
    "line",
    [
        "search {archive} --json",
        "export {archive} --silent",
        "show {archive} 1 --removed",
        "status {archive}",
        "status {archive} --list articles",
        "extract {saved}",
        "extract {saved}/bread.html",
        "clean {new} {saved} --list articles --list failed",
        "clean --help",
        "clean {new} {saved} 2>&1 >/dev/null",
    ],
)
def test_a_reader_that_goes_away_is_no_error(archive, saved, tmp_path, line):
    """`true` reads nothing and is gone, most often before anything is written: the hardest reader of all."""
    command = f"{shlex.join(PROGRAM)} {line.format(archive=archive[0], saved=saved, new=tmp_path / 'new.db')}"
    script = f"({command}; echo $? >{tmp_path}/status) 2>{tmp_path}/told | true"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    subprocess.run(["sh", "-c", script], timeout=60, check=True, env=environment)
    told = (tmp_path / "told").read_text()
    assert not re.search("Traceback|Broken|Exception ignored", told)
    assert int((tmp_path / "status").read_text()) in {0, 1 if "{saved}" in line else 0}


def test_pages_are_cleaned_although_nobody_reads_the_list(saved, tmp_path):
    command = shlex.join(
        [*PROGRAM, "clean", str(tmp_path / "a.db"), str(saved), "--list", "failed", "--list", "articles"]
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        ["sh", "-c", f"{command} | true"], timeout=60, check=True, env=environment, capture_output=True
    )
    assert b"2  new articles" in done.stderr


def on_a_terminal(*arguments, **environment):
    """What a command prints on a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *map(str, arguments)],
        stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL, env=os.environ | {"TERM": "xterm"} | environment,
    )  # fmt: skip
    os.close(theirs)
    pieces = []
    try:
        while piece := os.read(ours, 65536):
            pieces.append(piece)
    except OSError:  # how a terminal's end is told on Linux
        pass
    process.wait(timeout=60)
    os.close(ours)
    return b"".join(pieces).decode()


def test_colours_are_for_terminals_and_can_be_switched_off(archive):
    arguments = ("show", archive[0], "pages/bread.html", "--removed")
    assert "\x1b[" in on_a_terminal(*arguments)
    assert "\x1b[" not in on_a_terminal(*arguments, NO_COLOR="1")
    assert "\x1b[" in on_a_terminal("search", archive[0], "loaf")


def test_a_progress_bar_is_drawn_on_a_terminal_only(saved, tmp_path, archive):
    assert "cleaning" in on_a_terminal("clean", tmp_path / "b.db", saved)
    assert b"cleaning [" not in archive[1].stderr


def test_a_page_cannot_talk_to_the_terminal(tmp_path):
    text = DUMP.replace("The bridge stays shut", "The bridge \x1b]0;owned\x07stays \u202eshut", 1)
    run("clean", tmp_path / "a.db", "-", stdin=text)
    shown = run("show", tmp_path / "a.db", "1", "--removed").stdout.decode()
    assert "stays" in shown
    assert not set("\x1b\x07\u202e") & set(shown)


def test_ctrl_c_ends_cleanly_and_the_same_command_goes_on(tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(150):
        text = DUMP.replace("narrows", f"narrows {number}").replace("month", f"month and {number} days")
        (folder / f"{number}.txt").write_text(text)
    arguments = [*PROGRAM, "clean", str(tmp_path / "a.db"), str(folder)]
    process = subprocess.Popen(arguments, stderr=subprocess.PIPE)
    while not (tmp_path / "a.db").exists():
        os.sched_yield()
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=60)[1].decode()
    assert process.returncode == 130
    assert "Traceback" not in told
    assert run("clean", tmp_path / "a.db", folder).returncode == 0
    assert json.loads(run("status", tmp_path / "a.db", "--json").stdout)["captures"] == 150


def test_the_summary_of_a_run_that_goes_on_adds_up(tmp_path):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(DUMP.replace("month", f"month and {number} days"))
    with open_archive(tmp_path / "a.db", create=True) as stopped:  # saved everything it found, cleaned nothing
        stopped.save_captures(list(read_paths([tmp_path / f"{n}.txt" for n in range(3)])), stopped.start_run("clean"))
    told = run("clean", tmp_path / "a.db", *sorted(tmp_path.glob("*.txt"))).stderr.decode()
    assert "5 pages in (2 new in this run, 3 left over from a run that was stopped):" in told
    assert [int(line.split()[0]) for line in told.splitlines() if line.startswith("   ")] == [5]
    again = run("clean", tmp_path / "a.db", *sorted(tmp_path.glob("*.txt"))).stderr.decode()
    assert "5 pages in:" in again


@contextmanager
def serving(database, **environment):
    """The address of an archive that is served; ended with Ctrl-C, what it printed is read away."""
    process = subprocess.Popen(
        [*PROGRAM, "serve", str(database), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | environment,
    )
    try:
        address = re.search(rb"http://127\.0\.0\.1:\d+/\S+", process.stderr.readline())[0].decode()
        for told in process.stderr:
            if b"running on" in told:
                break
        yield address
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        assert process.returncode == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def test_serve_opens_the_archive_and_ends_well(archive):
    with serving(archive[0]) as address, urllib.request.urlopen(address, timeout=30) as answer:
        assert b"<html" in answer.read()


def test_serve_says_that_a_page_is_not_there_where_only_ascii_can_be_printed(archive):
    """With the package `rich` Datasette draws frames around each error, which is an error itself then."""
    assert importlib.util.find_spec("rich")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    with serving(archive[0], **plain) as address, pytest.raises(HTTPError, match="404") as answer:
        urllib.request.urlopen(urljoin(address, "/nothing/at/all"), timeout=30)
    with answer.value as page:
        assert b"Error 404" in page.read()


def test_serve_says_when_its_port_is_taken(archive):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", archive[0], "--port", taken.getsockname()[1])
    assert done.returncode == 4
    assert b"--port 0" in done.stderr


# extract


def answers(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def line(**fields):
    return json.dumps(fields) + "\n"


def test_extract_prints_the_text_of_a_page(saved):
    done = run("extract", saved / "bread.html")
    assert done.returncode == 0
    assert "The bakers of the old town" in done.stdout.decode()
    assert "Copyright" not in done.stdout.decode()


def test_extract_prints_headline_and_byline_above_the_text(saved):
    told = run("extract", saved / "bread.html", "--format", "text").stdout.decode()
    assert told.startswith("Bread is dearer again\nBy Ruth Okafor\n\nThe bakers")


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        (["missing.html"], "copydesk: missing.html: unreadable: no such file or directory\n"),
        (["folder"], "copydesk: no page was found in folder\n"),
        (["-"], "copydesk: standard input: empty: the file or body has no bytes\n"),
    ],
)
def test_extract_says_once_why_there_is_nothing(tmp_path, monkeypatch, paths, told):
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    done = run("extract", *paths)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (3, b"", told)


@pytest.mark.parametrize(("form", "beginning"), [("json", "{"), ("html", "<!doctype html>"), ("jsonl", "{")])
def test_extract_prints_other_formats(saved, form, beginning):
    assert run("extract", saved / "bread.html", "--format", form).stdout.decode().startswith(beginning)


def test_extract_answers_every_line_in_order():
    lines = [
        line(id="a", html=PAGE, url="https://crier.example/bread"),
        "this is not JSON\n",
        line(id=7, text=DUMP),
        "\n",
        line(id={"odd": [1]}),
        "[1, 2]\n",
        line(id="e", html=""),
        line(id=None, html=PAGE),
    ]
    done = run("extract", "--format", "jsonl", stdin="".join(lines))
    found = answers(done)
    assert [answer["id"] for answer in found] == ["a", None, 7, {"odd": [1]}, None, "e", None]
    reasons = [answer["rejection"] and answer["rejection"]["reason"] for answer in found]
    assert reasons == [None, "bad-record", None, "bad-record", "bad-record", "empty", None]
    assert "line 2" in found[1]["rejection"]["detail"]
    assert found[0]["url"] == "https://crier.example/bread"
    assert done.returncode == 1


def test_extract_refuses_a_line_of_millions_of_parts_as_the_readers_do():
    crowded = '{"id": 1, "text": "x", "a": [' + "[]," * 2_000_001 + "[]]}\n"
    found = answers(run("extract", "--format", "jsonl", stdin=crowded + line(id=2, text=DUMP)))
    assert [answer["id"] for answer in found] == [1, 2]
    assert "brackets and commas" in found[0]["rejection"]["detail"]


def test_a_fault_in_a_line_is_worded_once():
    (answer, _) = answers(run("extract", "--format", "jsonl", stdin='{"id": 3, "text": "never closed\n' + line(id=4)))
    assert answer["rejection"]["detail"] == "- line 1: no JSON: unterminated string at column 19"


def test_extract_gives_the_fields_of_its_contract_first():
    (answer,) = answers(run("extract", stdin=line(id=1, html=PAGE)))
    fields = "id title authors published modified language section text captions comments blocks rejection"
    assert list(answer)[:12] == fields.split()
    assert {"text", "role", "kept", "reason", "evidence"} <= set(answer["blocks"][0])


def test_extract_gives_text_also_for_a_page_it_rejects():
    (answer,) = answers(
        run("extract", stdin=line(id=1, text="Rain is coming to the valley on Friday, the weather office said."))
    )
    assert answer["rejection"]["reason"] == "too-short"
    assert answer["text"] == "Rain is coming to the valley on Friday, the weather office said."


def test_extract_takes_a_lone_surrogate_and_gives_valid_utf8():
    done = run("extract", stdin='{"id": "\\ud800", "text": "' + "A word \\udfff and others. " * 20 + '"}\n')
    (answer,) = answers(done)
    assert answer["id"] == "\ud800"
    assert "and others" in answer["text"]


def test_extract_answers_before_the_next_line_comes():
    process = subprocess.Popen(
        [*PROGRAM, "extract", "--workers", "1"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for number in range(2):
        process.stdin.write(line(id=number, text=DUMP).encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    process.stdin.close()
    assert process.wait(timeout=30) == 0
    process.stdout.close()


def test_extract_reads_a_folder_as_one_line_a_page(saved):
    found = answers(run("extract", saved))
    assert [Path(answer["id"]).name for answer in found] == [
        "bread.html",
        "bridge.txt",
        "broken.html",
        "empty-page.html",
    ]
    assert found[2]["rejection"]["reason"] == "binary"


def test_extract_names_what_it_cannot_read(tmp_path):
    done = run("extract", tmp_path / "missing.html")
    assert done.returncode == 3
    assert b"missing.html" in done.stderr


@pytest.fixture(scope="module")
def several(tmp_path_factory):
    """A table with two articles and an empty row between them."""
    path = tmp_path_factory.mktemp("several") / "table.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["id", "text"], ["a", DUMP], ["b", ""], ["c", DUMP.replace("bridge", "ferry")]])
    return path


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_several_pages_are_parted_by_a_line(several, form):
    done = run("extract", several, "--format", form)
    first, second = done.stdout.decode().split("\n\n---\n\n")
    assert "The bridge over" in first
    assert "The ferry over" in second
    assert b"empty: the field text is empty" in done.stderr
    assert done.returncode == 1


def test_several_pages_are_an_array_of_json_or_a_page_of_html(several):
    found = json.loads(run("extract", several, "--format", "json").stdout)
    assert [bool(page["rejection"]) for page in found] == [False, True, False]
    document = run("extract", several, "--format", "html").stdout.decode()
    assert (document.count("<!doctype"), document.count('<article lang="en">'), document.count("</html>")) == (1, 2, 1)


def test_several_pages_are_json_lines_if_nothing_else_is_asked_for(several):
    assert run("extract", several).stdout == run("extract", several, "--format", "jsonl").stdout
    assert len(answers(run("extract", several))) == 3


def test_json_lines_can_be_extracted_in_every_format(tmp_path):
    (tmp_path / "two.jsonl").write_text(line(id=1, text=DUMP) + line(id=2, text=DUMP))
    assert b"\n---\n" in run("extract", tmp_path / "two.jsonl", "--format", "text").stdout
    assert b"\n---\n" in run("extract", "--format", "text", stdin=line(text=DUMP) * 2).stdout


def test_a_page_that_stops_its_worker_costs_only_its_own_line():
    hostile = f"<html><body><div {' '.join(f'a{n}=1' for n in range(100_000))}>{PAGE}</div></body></html>"
    began = time.process_time()
    with Watch() as watch:
        found = answers(run("extract", stdin=line(id=1, text=DUMP) + line(id=2, html=hostile) + line(id=3, text=DUMP)))
    own = time.process_time() - began - watch.looking
    print(f"{watch.seconds:.1f} s of the workers, {own:.1f} s of the command")
    assert watch.seconds + own < 30  # not the clock: a busy machine is no fault of the page
    assert [answer["id"] for answer in found] == [1, 2, 3]
    assert [bool(answer["rejection"]) for answer in found][::2] == [False, False]


# what is documented


REFERENCE = Path(__file__).parent.parent / "docs" / "commands.md"


def commands():
    context = click.Context(copydesk)
    return {name: copydesk.get_command(context, name) for name in COMMANDS}


def parameters(command):
    """Of a command, and of the commands in it."""
    inner = command.commands.values() if isinstance(command, click.Group) else ()
    return [*command.params, *(parameter for one in inner for parameter in one.params)]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name):
    command = commands()[name]
    assert command.help
    assert f"copydesk {name}" in command.epilog


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name):
    section = REFERENCE.read_text().partition(f"## `copydesk {name}`")[2].partition("\n## ")[0]
    assert section
    for parameter in parameters(commands()[name]):
        shown = parameter.opts[0] if isinstance(parameter, click.Option) else parameter.metavar or "PATH"
        assert shown in section, f"docs/commands.md says nothing of {shown}"


def test_the_reference_documents_no_option_that_is_gone():
    known = {
        option for command in commands().values() for parameter in parameters(command) for option in parameter.opts
    }
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", REFERENCE.read_text())) <= known | {"--help", "--version"}


def test_the_version_is_printed():
    assert re.match(rb"copydesk, version \d", run("--version").stdout)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("extract --format jsonl <&-", 4),
        ("extract pages/bread.html >&-", 4),
        ("extract pages/bread.html > /dev/full", 4),
        ("extract pages --format jsonl > /dev/full", 4),
        ("clean full.db pages/bread.html --list articles > /dev/full", 4),
        ("clean quiet.db pages/bread.html <&- >&-", 0),
        ("extract pages/bread.html 2>&-", 0),
    ],
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_closed_or_full_stream_costs_one_line_and_no_traceback(saved, tmp_path, line, status):
    (tmp_path / "pages").symlink_to(saved)
    command = f"{shlex.join(PROGRAM)} {line}"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        ["sh", "-c", command], check=False, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, timeout=60
    )
    told = done.stderr.decode()
    assert done.returncode == status, told
    assert "Traceback" not in told
    assert "Exception ignored" not in told
    assert status != 4 or "standard input or output" in told


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity", '[1, {"a": NaN}]'])
def test_an_id_that_json_cannot_write_comes_back_as_null(number):
    done = run("extract", "--format", "jsonl", stdin=f'{{"id": {number}, "text": {json.dumps(DUMP)}}}\n')
    assert json.loads(done.stdout, parse_constant=pytest.fail)["id"] is None


def test_an_interrupt_before_everything_is_loaded_ends_as_an_interrupted_run():
    broken = "import sys\nclass Late:\n    def find_spec(self, name, path=None, target=None):\n        if name == 'crawler.cli': raise KeyboardInterrupt\nsys.meta_path.insert(0, Late())\nfrom crawler.start import main\nmain()"
    ended = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
