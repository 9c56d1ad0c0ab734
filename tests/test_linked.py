"""Saved web archive files are read where they lie: nothing is copied, nothing of the machine is told, a moved file is named."""

from __future__ import annotations

import sqlite3

import pytest

from archive import open_archive
from archive.errors import RawDamaged, RawMissing
from archive.reading import status
from crawler.outputs import own_files_of
from crawler.readers import KnownFiles, read_paths
from tests.archive_sample import clean_all, column, opened, rows
from tests.test_reader_warc import FORMS, Samples, as_zstd, body, sample


def take_in(archive, run, path):
    return archive.save_captures(list(read_paths([path])), run)


@pytest.mark.parametrize("form", FORMS)
def test_pages_are_read_back_from_the_file_they_came_in(tmp_path, form):
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps/bay.warc").write_bytes(FORMS[form]())
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, tmp_path / "dumps/bay.warc")
        bodies = [archive.capture(number).body for number in (1, 2, 3)]
        places = set(column(archive, "select warc from captures"))

    assert bodies == [body("one"), body("two"), "Die Fähre fährt wieder.\n".encode()]
    # what is packed as a whole has no places that could be read one by one
    assert places == ({"copydesk-000001.warc.gz"} if form == "one gzip member" else {"linked/bay.warc"})


def test_the_database_says_nothing_of_where_the_file_lies(tmp_path):
    (tmp_path / "secret-place").mkdir()
    (tmp_path / "secret-place/bay.warc").write_bytes(sample(gzipped=True))
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, tmp_path / "secret-place/bay.warc")
        clean_all(archive, run)
    with sqlite3.connect(tmp_path / "a.db") as conn:
        dumped = "\n".join(conn.iterdump())
    conn.close()

    assert "secret-place" not in dumped
    assert "linked/bay.warc" in dumped


def test_status_counts_them(tmp_path):
    (tmp_path / "bay.warc").write_bytes(sample(gzipped=True))
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, tmp_path / "bay.warc")
        found = status(archive.conn)
    assert (found.linked_files, found.linked_bytes) == (1, (tmp_path / "bay.warc").stat().st_size)


def test_a_second_run_finds_everything_held(tmp_path):
    (tmp_path / "bay.warc").write_bytes(sample(gzipped=True))
    with opened(tmp_path / "a.db") as (archive, run):
        assert take_in(archive, run, tmp_path / "bay.warc").new == 3
        assert take_in(archive, run, tmp_path / "bay.warc").already_held == 3


def test_a_file_that_is_gone_or_other_than_it_was_is_named_and_costs_its_pages_only(tmp_path):
    (tmp_path / "bay.warc").write_bytes(sample(gzipped=False))
    (tmp_path / "note.txt").write_text("The harbour was closed on Monday.\n")
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, tmp_path / "bay.warc")
        take_in(archive, run, tmp_path / "note.txt")
        text = (tmp_path / "bay.warc").read_bytes()
        (tmp_path / "bay.warc").write_bytes(text.replace(b"ferry one", b"ferry 1ne"))
        with pytest.raises(RawDamaged, match="is not what was saved: its digest differs"):
            archive.capture(1)
        (tmp_path / "bay.warc").unlink()
    with open_archive(tmp_path / "a.db") as archive:
        with pytest.raises(RawMissing, match="that this is a link to is missing"):
            archive.capture(2)
        assert archive.capture(4).body.startswith(b"The harbour")
        assert clean_all(archive, archive.start_run("test")) == {"article": 1, "failed": 3}
        assert len(archive.refused("failed")) == 3


def test_another_file_under_the_same_name_gets_a_link_of_its_own(tmp_path):
    for folder, name in (("one", "a"), ("two", "b")):
        made = Samples(gzipped=True)
        made.response(name)
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bay.warc.gz").write_bytes(made.file.getvalue())
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, tmp_path / "one/bay.warc.gz")
        take_in(archive, run, tmp_path / "two/bay.warc.gz")

        assert rows(archive, "select url, warc from captures order by id") == [
            ("https://bay.example/a", "linked/bay.warc.gz"), ("https://bay.example/b", "linked/2-bay.warc.gz"),
        ]  # fmt: skip
        assert archive.capture(2).body == body("b")


def test_a_revisit_has_the_body_of_the_record_it_refers_to(tmp_path):
    made = Samples(gzipped=True)
    made.response("one")
    for name, target in (("again", "one"), ("lost", "never-saved")):
        made.add(
            "revisit", f"https://bay.example/{name}", b"", WARC_Refers_To_Target_URI=f"https://bay.example/{target}",
            WARC_Refers_To_Date="2026-07-01T12:00:00Z", WARC_Date="2026-08-01T12:00:00Z",
        )  # fmt: skip
    (tmp_path / "bay.warc.gz").write_bytes(made.file.getvalue())
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, tmp_path / "bay.warc.gz")

        assert [archive.capture(number).body for number in (1, 2)] == [body("one")] * 2
        assert rows(archive, "select url, record_type, refers_to from captures where id = 2") == [
            ("https://bay.example/again", "revisit", 1)
        ]
        assert [one.reason for one in archive.refused("failed")] == ["unresolved-revisit"]


def test_a_page_behind_a_dictionary_is_read_back(tmp_path):
    from backports import zstd

    plain = sample(gzipped=False)
    trained = zstd.train_dict([body(f"{number} {number * 7919}") * 3 for number in range(300)], 4000).dict_content
    frame = b"\x5d\x2a\x4d\x18" + len(trained).to_bytes(4, "little") + trained
    (tmp_path / "bay.warc.zst").write_bytes(frame + as_zstd(plain, trained))
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, tmp_path / "bay.warc.zst")

        assert archive.capture(2).body == body("two")


def test_the_archives_own_links_are_not_read_as_pages_when_it_lies_among_them(tmp_path):
    (tmp_path / "bay.warc").write_bytes(sample(gzipped=True))
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, tmp_path / "bay.warc")
    found = read_paths([tmp_path], known=KnownFiles(is_own=own_files_of(tmp_path / "a.db")))

    assert {one.provenance.source.partition("/")[2] for one in found} == {"bay.warc"}
