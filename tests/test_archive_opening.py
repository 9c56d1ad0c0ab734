"""An archive opens when it is safe to use, and says in words what to do when it is not."""

import os
import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest
import sqlite_utils

from archive import open_archive
from archive.connection import choose_journal, connect, file_system_of, sqlite3, triggers_may_index, wal_is_safe
from archive.errors import (
    ArchiveError,
    ArchiveLocked,
    NewerSchema,
    NotAnArchive,
    OlderSchema,
    RawMissing,
    UnsafeSQLite,
)
from archive.schema import MIGRATIONS
from tests.archive_sample import article, check, clock, column, dump, opened, rows, take_in

AFFECTED = [(3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 3), (3, 49, 9), (3, 50, 6), (3, 51, 0), (3, 51, 2)]
SOUND = [(3, 6, 23), (3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 0), (3, 54, 1), (4, 0, 0)]
REMOTE = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "fuse.rclone", "ceph", "lustre", "NFS", "vboxsf"]
LOCAL = ["ext4", "xfs", "btrfs", "zfs", "overlay", "tmpfs", "apfs", "fuseblk", "ntfs", ""]


@pytest.mark.parametrize("version", AFFECTED)
def test_a_library_with_the_wal_bug_gets_a_rollback_journal_and_a_notice(tmp_path, version):
    assert not wal_is_safe(version)
    conn = connect(tmp_path / "a.db")
    notice = choose_journal(conn, tmp_path / "a.db", version, "ext4")
    assert "WAL-reset bug" in notice
    assert conn.execute("pragma journal_mode").fetchone()[0] == "delete"
    conn.close()


@pytest.mark.parametrize("version", SOUND)
def test_a_sound_library_on_a_local_disk_uses_wal_and_full_syncs(tmp_path, version):
    conn = connect(tmp_path / "a.db")
    assert choose_journal(conn, tmp_path / "a.db", version, "ext4") is None
    assert conn.execute("pragma journal_mode").fetchone()[0] == "wal"
    assert conn.execute("pragma synchronous").fetchone()[0] == 2
    conn.close()


@pytest.mark.parametrize(("name", "mode"), [*((name, "delete") for name in REMOTE), *((name, "wal") for name in LOCAL)])
def test_wal_is_refused_where_memory_cannot_be_shared(tmp_path, name, mode):
    conn = connect(tmp_path / "a.db")
    notice = choose_journal(conn, tmp_path / "a.db", (3, 53, 0), name)
    assert conn.execute("pragma journal_mode").fetchone()[0] == mode
    assert (notice is None) == (mode == "wal")
    conn.close()


def test_an_affected_library_does_not_touch_what_another_program_has_open_in_wal(tmp_path):
    other = sqlite3.connect(tmp_path / "a.db")
    other.execute("pragma journal_mode = wal")
    other.execute("create table t (a)")
    conn = connect(tmp_path / "a.db")
    conn.execute("pragma busy_timeout = 1")
    with pytest.raises(UnsafeSQLite, match="close it"):
        choose_journal(conn, tmp_path / "a.db", (3, 40, 1), "ext4")
    conn.close()
    other.close()


def test_an_archive_goes_on_with_an_affected_library_after_a_sound_one(tmp_path, monkeypatch):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, dump("a.txt"))
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 40, 1))
    with opened(tmp_path / "a.db") as (archive, run):
        assert "WAL-reset" in archive.notice
        take_in(archive, run, dump("b.txt"))
        assert column(archive, "select count(*) from articles") == [2]
        check(archive)


def test_the_file_system_of_a_path_is_found(tmp_path):
    assert isinstance(file_system_of(tmp_path / "a.db"), str)


def test_every_connection_is_guarded(tmp_path):
    with opened(tmp_path / "a.db") as (archive, _run):
        settings = {
            name: column(archive, f"pragma {name}")[0] for name in ("foreign_keys", "trusted_schema", "busy_timeout")
        }
        assert settings == {"foreign_keys": 1, "trusted_schema": int(not triggers_may_index()), "busy_timeout": 60_000}


def test_a_missing_archive_is_made_only_when_asked(tmp_path):
    with pytest.raises(NotAnArchive, match="no such archive"), open_archive(tmp_path / "a.db"):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [{}, {"create": True}, {"read_only": True}])
def test_what_is_no_database_is_left_alone(tmp_path, mode):
    path = tmp_path / "notes.txt"
    path.write_text("This is a text of mine, not a database. " * 50)
    with pytest.raises(NotAnArchive, match="no SQLite database"), open_archive(path, **mode):
        pass
    assert [found.name for found in tmp_path.iterdir()] == ["notes.txt"]
    assert path.read_text().startswith("This is a text of mine")


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "other.db"
    conn = sqlite3.connect(path)
    conn.execute("create table articles (mine)")
    conn.close()
    before = path.read_bytes()
    with pytest.raises(NotAnArchive, match="another program"), open_archive(path, create=True):
        pass
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["other.db"]


def test_a_second_archive_does_not_share_the_first_ones_pages(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, dump("a.txt"))
    with (
        pytest.raises(NotAnArchive, match=r"a\.warc beside it holds the pages of a\.db"),
        opened(tmp_path / "a.sqlite"),
    ):
        pass
    assert sorted(found.name for found in tmp_path.iterdir()) == ["a.db", "a.warc"]


def test_two_archives_that_share_their_pages_already_go_on(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, dump("a.txt"))
    (tmp_path / "a.sqlite").write_bytes((tmp_path / "a.db").read_bytes())
    with opened(tmp_path / "a.sqlite") as (archive, run):
        take_in(archive, run, dump("a.txt"))


def test_an_archive_is_made_again_beside_the_pages_of_one_that_was_deleted(tmp_path):
    for _ in range(2):
        with opened(tmp_path / "a.db") as (archive, run):
            take_in(archive, run, dump("a.txt"))
        (tmp_path / "a.db").unlink()
    assert len(list((tmp_path / "a.warc").glob("*.warc.gz"))) == 2


def test_a_folder_is_no_archive(tmp_path):
    with pytest.raises(NotAnArchive, match="not a file"), open_archive(tmp_path, create=True):
        pass


def test_an_archive_of_a_later_version_is_left_alone(tmp_path):
    with opened(tmp_path / "a.db") as (archive, _run):
        archive.conn.execute("update _sqlite_migrations set name = 'm999_later' where name = 'm004_search'")
    for mode in ({}, {"read_only": True}):
        with pytest.raises(NewerSchema, match="m999_later"), open_archive(tmp_path / "a.db", **mode):
            pass


def test_an_archive_of_an_earlier_version_is_not_changed_by_reading(tmp_path):
    with opened(tmp_path / "a.db") as (archive, _run):
        archive.conn.execute("delete from _sqlite_migrations where name = 'm004_search'")
    with pytest.raises(OlderSchema, match="up to date"), open_archive(tmp_path / "a.db", read_only=True):
        pass


LEDGER = [
    # position, text, role, kept, reason, evidence, place
    (0, "Home", "list-item", 0, "navigation", "a menu", 'body/nav[1]/li["1"]'),
    (1, "Bread", "heading", 0, "title", "the headline", "body/h1"),
    (2, "A loaf.", "paragraph", 1, None, "", "body/p[1]"),
    (3, "Home", "list-item", 0, "navigation", "a menu", "line 12"),
    (4, "Two loaves.", "paragraph", 1, None, "", "body/p[2]"),
]


def test_the_ledger_of_an_archive_of_an_earlier_version_stays_what_it_was(tmp_path):
    with sqlite_utils.Database(sqlite3.connect(tmp_path / "a.db")) as db:
        MIGRATIONS.apply(db, stop_before="m015_ledgers")
        for statement in (
            "insert into sites(id, kind) values ('x.example', 'host')",
            "insert into captures(id, saved_at, digest, source, site, record_type, warc, warc_offset, warc_length) "
            "values (1, '2026-07-01T00:00:00Z', 'sha256:0', 'a.txt', 'x.example', 'resource', 'a.warc.gz', 0, 1)",
            "insert into articles(id, permalink, site, words, first_seen, last_seen, source, cleaned_by, capture, identity, text) "
            "values (7, 'p', 'x.example', 4, '2026', '2026', 'a.txt', 'x', 1, 'i', 'A loaf.' || char(10, 10) || 'Two loaves.')",
            "insert into _texts values (1, x'00', 'Home'), (2, x'01', 'Bread')",
            "insert into _decisions values (1, 'list-item', 'navigation', 'a menu'), (2, 'heading', 'title', 'the headline'), "
            "(3, 'paragraph', '', '')",
            "insert into _places values (1, 'body/nav[1]/'), (2, 'li[\"1\"]'), (3, 'body/'), (4, 'h1'), (5, 'p[1]'), (6, 'p[2]'), "
            "(7, ''), (8, 'line 12')",
            "insert into _blocks values (7, 0, 1, 1, 2, 1, null, null), (7, 1, 2, 3, 4, 2, null, null), (7, 2, 3, 3, 5, null, 0, 7), "
            "(7, 3, 1, 7, 8, 1, null, null), (7, 4, 3, 3, 6, null, 9, 11)",
        ):
            db.conn.execute(statement)
        before = [
            db.conn.execute(f"select * from {view} order by position").fetchall() for view in ("blocks", "removed")
        ]
        db.conn.commit()
    assert before[0] == [(7, *row) for row in LEDGER]
    with open_archive(tmp_path / "a.db") as archive:
        assert [rows(archive, f"select * from {view} order by position") for view in ("blocks", "removed")] == before
        assert [(block.text, block.where) for block in archive.find(7).blocks] == [(row[1], row[6]) for row in LEDGER]
        assert archive.status().removed == {"navigation": 2}
        assert rows(archive, "pragma foreign_key_check") == []


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_an_archive_that_was_only_begun_is_told_from_an_earlier_one_and_can_be_written(tmp_path, journal):
    conn = sqlite3.connect(tmp_path / "a.db")
    conn.execute(f"pragma journal_mode = {journal}")
    conn.close()
    with pytest.raises(NotAnArchive, match="nothing is in it"), open_archive(tmp_path / "a.db", read_only=True):
        pass
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, dump("a.txt"))
        check(archive)


def test_a_second_writer_in_this_process_is_refused(tmp_path):
    with opened(tmp_path / "a.db"):
        with pytest.raises(ArchiveLocked, match="already writing"), open_archive(tmp_path / "a.db"):
            pass
        with pytest.raises(ArchiveLocked), open_archive(tmp_path / ".." / tmp_path.name / "a.db"):
            pass


SECOND_WRITER = """
import sys
from archive import open_archive
from archive.errors import ArchiveLocked
try:
    with open_archive(sys.argv[1]):
        print("open")
except ArchiveLocked as error:
    print(error)
"""


def test_a_second_writer_in_another_process_is_told_who_writes(tmp_path):
    command = [sys.executable, "-c", SECOND_WRITER, str(tmp_path / "a.db")]
    with opened(tmp_path / "a.db") as (archive, run):
        answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert f"process {os.getpid()} is writing to it" in answer
        take_in(archive, run, dump("a.txt"))
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "open\n"


def test_readers_see_what_is_committed_while_somebody_writes(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, dump("a.txt"))
        with open_archive(tmp_path / "a.db", read_only=True) as reader:
            take_in(archive, run, dump("b.txt"))
            assert reader.find("b.txt").text == "b.txt"


def test_a_reader_cannot_write(tmp_path):
    with opened(tmp_path / "a.db"):
        pass
    with open_archive(tmp_path / "a.db", read_only=True) as reader:
        with pytest.raises(ArchiveError, match="no permission to write"):
            reader.start_run("test")
        with pytest.raises(sqlite3.OperationalError):
            reader.conn.execute("delete from articles")


def test_an_archive_on_a_read_only_medium_can_be_read(tmp_path):
    folder = tmp_path / "disc"
    folder.mkdir()
    with opened(folder / "a.db") as (archive, run):
        take_in(archive, run, dump("a.txt"))
    (folder / "a.db").chmod(0o444)
    folder.chmod(0o555)
    try:
        with open_archive(folder / "a.db", read_only=True) as reader:
            assert reader.find("a.txt").text == "a.txt"
        assert sorted(found.name for found in folder.iterdir()) == ["a.db", "a.warc"]
    finally:
        folder.chmod(0o755)


def test_nothing_but_the_database_and_its_folder_is_left_behind(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, dump("a.txt"))
    with open_archive(tmp_path / "a.db", read_only=True):
        pass
    assert sorted(found.name for found in tmp_path.iterdir()) == ["a.db", "a.warc"]
    assert sorted(found.name for found in (tmp_path / "a.warc").iterdir()) == ["copydesk-000001.warc.gz", "writer.lock"]


def test_an_archive_without_its_raw_files_says_which_is_missing(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        take_in(archive, run, dump("a.txt"))
    (tmp_path / "a.warc" / "copydesk-000001.warc.gz").unlink()
    with (
        pytest.raises(RawMissing, match=r"copydesk-000001\.warc\.gz: the file is missing"),
        open_archive(tmp_path / "a.db"),
    ):
        pass
    with open_archive(tmp_path / "a.db", read_only=True) as reader:
        assert reader.find("a.txt").text == "a.txt"


def test_every_error_names_its_path():
    for kind in (ArchiveError, *ArchiveError.__subclasses__()):
        assert str(kind("news.db", "what to do")) == "news.db: what to do"


def test_values_of_the_archive_are_frozen(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        archive.save_outcomes([(1, article("x"))], run)
        with pytest.raises(FrozenInstanceError):
            archive.find(1).title = "y"


def test_the_clock_is_a_parameter(tmp_path):
    with opened(tmp_path / "a.db") as (archive, run):
        archive.save_captures([dump("a.txt")], run)
        assert column(archive, "select saved_at from captures") == [clock().strftime("%Y-%m-%dT%H:%M:%SZ")]


def test_an_archive_cannot_have_the_name_of_its_own_folder(tmp_path):
    with (
        pytest.raises(NotAnArchive, match="name the archive otherwise"),
        open_archive(tmp_path / "q.warc", create=True),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_an_archive_reached_through_a_link_keeps_its_pages_in_one_place(tmp_path):
    (tmp_path / "linked.db").symlink_to(tmp_path / "real.db")
    with opened(tmp_path / "real.db") as (archive, run):
        archive.save_captures([dump("one.txt")], run)
    with opened(tmp_path / "linked.db") as (archive, run):
        archive.save_captures([dump("two.txt")], run)
        check(archive)
    assert not (tmp_path / "linked.warc").exists()


def test_a_link_that_leads_round_in_a_circle_is_refused_in_words(tmp_path):
    (tmp_path / "a.db").symlink_to(tmp_path / "b.db")
    (tmp_path / "b.db").symlink_to(tmp_path / "a.db")
    with pytest.raises(ArchiveError), open_archive(tmp_path / "a.db", create=True):
        pass
