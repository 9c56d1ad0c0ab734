"""What a command writes where the user says: never over the archive, its pages, or what is being read."""

import importlib.util
import json
import os
import shutil
from pathlib import Path

import pytest

from crawler.outputs import status_file_beside_shards
from tests.test_cli import run

STORY = """<!doctype html><html lang="en"><head><title>The lock gates are painted</title></head><body><article>
<h1>The lock gates are painted</h1>
<p>The gates of the upper lock were painted green on Tuesday, for the first time since the canal was opened again.</p>
<p>Two keepers and a dozen neighbours did the work in a day, and nobody fell into the water, which they had bet on.</p>
<p>The lower gates will follow in the spring, if the paint that is left over does not dry up in the shed until then.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """An archive with one page, and pages beside it."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "pages").mkdir()
    for name in ("page.html", "other.html", "pages/third.html"):
        (folder / name).write_text(STORY.replace("Tuesday", name), encoding="utf-8")
    assert run("clean", folder / "b.db", folder / "page.html", "--workers", "1", "--silent").returncode == 0
    return folder


@pytest.fixture
def place(made, tmp_path, monkeypatch) -> Path:
    """The archive and its other names."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    Path("link.db").symlink_to("b.db")
    Path("hard.db").hardlink_to("b.db")
    Path("folder").symlink_to("b.warc")
    Path("hard.gz").hardlink_to(RAW)
    return tmp_path


RAW = "b.warc/copydesk-000001.warc.gz"
OF_THE_ARCHIVE = (
    "b.db", "pages/../b.db", "link.db", "hard.db", "b.db-wal", "b.db-shm", "b.db-journal", "b.warc/new.jsonl", RAW, "folder/new.jsonl", "hard.gz",
)  # fmt: skip


def kept(place: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


def refused(place: Path, *arguments: str) -> str:
    """The remark of a command that ends with a usage error and changes nothing."""
    before = kept(place)
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert kept(place) == before
    return done.stderr.decode()


@pytest.mark.parametrize("output", OF_THE_ARCHIVE)
@pytest.mark.parametrize("form", ["jsonl", "warc"])
def test_an_export_never_replaces_its_archive(place, output, form):
    assert output in refused(place, "export", "b.db", "--format", form, "--output", output)


def test_an_archive_named_by_a_link_is_the_same_archive(place):
    assert "b.db" in refused(place, "export", "link.db", "--output", "b.db")
    assert RAW in refused(place, "export", "link.db", "--output", RAW)


@pytest.mark.parametrize("folder", ["b.warc", "b.warc/new", "folder", "pages/../b.warc"])
def test_articles_are_not_exported_into_the_folder_of_raw_pages(place, folder):
    assert folder in refused(place, "export", "b.db", "--format", "text", "--folder", folder)


def test_an_export_beside_the_archive_is_written(place):
    assert run("export", "b.db", "--output", "b.jsonl").returncode == 0
    assert run("export", "b.db", "--format", "text", "--folder", ".").returncode == 0
    assert run("export", "b.db", "--output", "b.jsonl").returncode == 0
    assert len(Path("b.jsonl").read_text(encoding="utf-8").splitlines()) == 1


@pytest.mark.parametrize("output", OF_THE_ARCHIVE)
def test_a_status_file_never_replaces_the_archive(place, output):
    assert output in refused(place, "clean", "b.db", "other.html", "--status-file", output)


def test_a_status_file_is_not_the_archive_that_is_only_to_be_made(place):
    for output in ("new.db", "new.db-wal", "new.warc", "new.warc/x.json"):
        assert output in refused(place, "clean", "new.db", "other.html", "--status-file", output)


@pytest.mark.parametrize(
    ("named", "output"),
    [
        ("other.html", "other.html"),
        ("other.html", "pages/../other.html"),
        ("pages", "pages/third.html"),
        ("*.html", "other.html"),
        ("page*", "pages/third.html"),
    ],
)
def test_a_status_file_is_not_one_of_the_pages_to_be_cleaned(place, named, output):
    assert output in refused(place, "clean", "new.db", named, "--status-file", output)


def test_a_web_archive_file_that_is_read_where_it_lies_is_not_replaced(place):
    run("export", "b.db", "--format", "warc", "--output", "lies.warc.gz", "--silent")
    assert run("clean", "of.db", "lies.warc.gz", "--workers", "1", "--silent").returncode == 0
    assert list(Path("of.warc/linked").iterdir())
    assert "lies.warc.gz" in refused(place, "export", "of.db", "--output", "lies.warc.gz")
    assert "lies.warc.gz" in refused(place, "clean", "of.db", "other.html", "--status-file", "lies.warc.gz")


def test_the_status_file_of_an_earlier_run_may_lie_among_the_pages(place):
    for _ in range(2):
        done = run("clean", "c.db", "pages", "--status-file", "pages/status.json", "--workers", "1", "--silent")
        assert done.returncode in {0, 1}
    assert json.loads(Path("pages/status.json").read_text(encoding="utf-8"))["phase"] == "done"


@pytest.mark.parametrize("output", ["none/status.json", "page.html/status.json", f"{'n' * 250}.json"])
def test_a_status_file_that_cannot_be_written_is_said_before_anything_is_done(place, output):
    remark = refused(place, "clean", "new.db", "other.html", "--status-file", output, "--silent")
    assert f"--status-file {output} cannot be written: " in remark


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_status_file_in_a_folder_that_may_only_be_read_is_said(place):
    Path("pages").chmod(0o500)
    try:
        remark = refused(place, "clean", "new.db", "other.html", "--status-file", "pages/status.json")
    finally:
        Path("pages").chmod(0o700)
    assert "--status-file pages/status.json cannot be written: permission denied" in remark


@pytest.mark.skipif(not importlib.util.find_spec("distributed"), reason="needs the extra `cluster`")
def test_the_status_file_of_a_job_is_none_of_its_shards_or_inputs(place):
    Path("shards").mkdir()
    Path("list.txt").write_text("page.html\n", encoding="utf-8")
    os.link("page.html", "same.html")
    for output in ("shards/job.json", "shards/part-000001-x.db", "page.html", "same.html", "list.txt"):
        remark = refused(place, "shard", "shards", "other.html", "--from", "list.txt", "--status-file", output)
        assert output in remark


def test_a_status_file_may_lie_in_a_folder_of_shards_that_the_job_is_to_make(place):
    path = Path("new/status.json")
    assert status_file_beside_shards(path, ["page.html"], "new") == path


def test_an_archive_is_not_merged_into_itself_by_another_name(place):
    assert "b.db" in refused(place, "merge", "b.db", "hard.db")
