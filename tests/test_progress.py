"""How far a run has come is told truly: on the terminal, in the status file, and by going on where a stopped run was."""

from __future__ import annotations

import io
import json
import shutil
from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import open_archive
from crawler.commands.clean import command
from crawler.progress import Come, Progress
from crawler.readers import KnownFiles, read_paths
from crawler.selecting import Selection, begin_of
from tests.archive_sample import clean_all, column, opened
from tests.test_reader_warc import FORMS, body, sample


class Terminal(io.StringIO):
    def isatty(self):
        return True


def come(**counted) -> Come:
    made = Come(**counted)
    made.reckon(10.0)
    return made


def test_time_left_to_read_follows_from_the_bytes():
    made = come(bytes_read=25_000_000, bytes_total=100_000_000, pages_read=1200)
    assert (made.rate, made.seconds_left) == (2_500_000, 30.0)
    assert made.told() == "1,200 pages read, 25.0 MB of 100.0 MB, 2.5 MB/s, 30 s left to read"


def test_bytes_that_an_earlier_run_read_make_nothing_faster():
    made = Come(bytes_read=90, bytes_total=100)
    made.reckon(10.0, skipped=80)
    assert (made.rate, made.seconds_left) == (1.0, 10.0)


@pytest.mark.parametrize(
    "counted",
    [{}, {"bytes_read": 5}, {"bytes_read": 9, "bytes_total": 3}, {"phase": "cleaning", "pages_to_clean": 4}],
    ids=["nothing", "no total", "a file that grew", "nothing cleaned yet"],
)
def test_where_nobody_can_know_no_time_is_told(counted):
    assert come(**counted).seconds_left is None


def test_a_terminal_sees_how_much_of_how_much_is_read():
    screen = Terminal()
    with Progress(stream=screen) as progress:
        progress.come.bytes_total = 1000
        progress.took(500)
        progress.reading(3)
    assert "3 pages read, 500 B of 1.0 kB" in screen.getvalue()


def pages(folder: Path, number: int = 3) -> Path:
    folder.mkdir()
    for name in range(number):
        text = f"Keeper {name} of the lighthouse wrote down every ship that passed in the winter of that year. " * 9
        (folder / f"{name}.txt").write_text(f"The keeper's book {name}\n\n{text}\n", encoding="utf-8")
    return folder


def test_the_status_file_says_how_a_run_ended_and_adds_up(tmp_path):
    told = tmp_path / "status.json"
    folder = pages(tmp_path / "pages")
    size = sum(path.stat().st_size for path in folder.iterdir())
    arguments = [str(tmp_path / "a.db"), str(folder), "--status-file", str(told), "--workers", "1", "--silent"]
    assert CliRunner().invoke(command, arguments, standalone_mode=False).return_value == 0
    state = json.loads(told.read_text(encoding="utf-8"))
    assert (state["phase"], state["pages_read"], state["pages_cleaned"], state["pages_to_clean"]) == ("done", 3, 3, 3)
    assert state["bytes_read"] == state["bytes_total"] == size
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("kind", ["plain", "gzipped", "zip", "tar", "binary"])
def test_of_a_file_as_many_bytes_are_told_as_it_has(tmp_path, kind):
    """Its beginning is looked at before it is read, and members are where the list of a ZIP archive says."""
    file = tmp_path / "dump"
    if kind in {"plain", "gzipped"}:
        file.write_bytes(sample(gzipped=kind == "gzipped"))
    elif kind == "binary":
        file.write_bytes(bytes(range(256)) * 1000)
    else:
        shutil.make_archive(str(file), kind, pages(tmp_path / "pages"))
        file = file.with_suffix(f".{kind}")
    told: list[int] = []
    list(read_paths([file], progress=told.append))
    assert sum(told) == file.stat().st_size


def test_a_status_file_that_can_no_longer_be_written_stops_nothing(tmp_path):
    with Progress(silent=True, status_file=tmp_path / "gone" / "x.json") as progress:
        progress.cleaning(3)
        progress.cleaned(3, 0)
    assert progress.come.phase == "done"


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_the_status_file_tells_a_stop_from_a_fault(tmp_path, error):
    told = tmp_path / "status.json"
    with pytest.raises(error), Progress(silent=True, status_file=told):
        raise error
    ended = "interrupted" if error is KeyboardInterrupt else "failed"
    assert json.loads(told.read_text(encoding="utf-8"))["phase"] == ended


# Going on inside a web archive file


def stopped_run(tmp_path, form: str, chosen: str = "all", records: int = 2) -> Path:
    """A run that had saved so many pages of the file when it was killed."""
    file = tmp_path / "bay.warc"
    file.write_bytes(FORMS[form]())
    with opened(tmp_path / "a.db") as (archive, _):
        run = archive.start_run("clean", chosen)
        archive.save_captures(list(islice(read_paths([file]), records)), run)
    return file


def gone_on(tmp_path, file: Path, chosen: str = "all") -> tuple[int, list[bytes]]:
    """Where the same command goes on, and what it reads."""
    with open_archive(tmp_path / "a.db") as archive:
        run = archive.start_run("clean", chosen)
        known = KnownFiles(begin_at=lambda path: archive.begin_of(path, run))
        inputs = list(read_paths([file], known=known))
        archive.save_captures(inputs, run)
        archive.all_read(run)
        return archive.begin_of(str(file), run), [one.body for one in inputs if hasattr(one, "body")]


RESUMABLE = [form for form in FORMS if form != "one gzip member"]


@pytest.mark.parametrize("form", RESUMABLE)
def test_a_stopped_run_goes_on_inside_a_web_archive_file(tmp_path, form):
    file = stopped_run(tmp_path, form)
    end, bodies = gone_on(tmp_path, file)
    assert body("one") not in bodies
    assert "Die Fähre fährt wieder.\n".encode() in bodies
    assert end == file.stat().st_size
    with open_archive(tmp_path / "a.db") as archive:
        assert len(column(archive, "select id from captures")) == 3
        assert [archive.capture(number).body for number in (1, 2)] == [body("one"), body("two")]


def test_a_file_that_is_packed_as_a_whole_is_read_from_its_beginning(tmp_path):
    file = stopped_run(tmp_path, "one gzip member")
    assert len(gone_on(tmp_path, file)[1]) == 3


@pytest.mark.parametrize("what", ["another choice", "a file that grew", "another file", "a run that ended"])
def test_only_the_same_choice_of_the_same_file_goes_on(tmp_path, what):
    form = RESUMABLE[0]
    file = stopped_run(tmp_path, form)
    if what == "a file that grew":
        file.write_bytes(file.read_bytes() + FORMS[form]())
    if what == "another file":
        file.write_bytes(sample(gzipped=False, version="1.0"))
    if what == "a run that ended":
        with open_archive(tmp_path / "a.db") as archive:
            run = archive.start_run("clean", "all")
            clean_all(archive, run)
            archive.finish_run(run, "done")
    _, bodies = gone_on(tmp_path, file, chosen="other" if what == "another choice" else "all")
    assert body("one") in bodies


def test_what_is_asked_for_has_one_name_however_it_is_written():
    one = Selection(hosts=frozenset({"a", "b", "c"}), since=begin_of("2026"), limit=3)
    assert one.digest == Selection(hosts=frozenset({"c", "b", "a"}), since=begin_of("2026-01"), limit=3).digest
    assert one.digest != Selection(hosts=frozenset({"a", "b"}), since=begin_of("2026"), limit=3).digest
