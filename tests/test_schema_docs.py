"""Every table, view and column a reader sees is described, in the code for Datasette and in docs/schema.md."""

from pathlib import Path

import pytest

from archive.descriptions import DESCRIPTIONS, markdown
from tests.archive_sample import column, opened, rows

SCHEMA = Path(__file__).resolve().parent.parent / "docs" / "schema.md"
PARTS_OF_AN_INDEX = ("_data", "_idx", "_docsize", "_config")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with opened(tmp_path_factory.mktemp("schema") / "a.db") as (archive, _run):
        yield archive


def tables(archive) -> list[str]:
    """Tables and views that are for readers."""
    names = column(archive, "select name from sqlite_master where type in ('table', 'view')")
    return [name for name in names if not name.startswith(("_", "sqlite_")) and not name.endswith(PARTS_OF_AN_INDEX)]


def columns(archive, table: str) -> list[str]:
    found = rows(archive, f"pragma table_xinfo({table})")
    return [row[1] for row in found if row[1] not in {"articles_fts", "rank"}]


def test_every_table_and_view_is_described_and_no_other(archive):
    assert set(tables(archive)) == set(DESCRIPTIONS)


@pytest.mark.parametrize("table", DESCRIPTIONS)
def test_every_column_is_described_and_no_other(archive, table):
    assert set(columns(archive, table)) == set(DESCRIPTIONS[table].columns)


@pytest.mark.parametrize("table", DESCRIPTIONS)
def test_descriptions_are_sentences(table):
    for text in (DESCRIPTIONS[table].description, *DESCRIPTIONS[table].columns.values()):
        assert text
        assert text[-1] in ".!?)"
        assert "  " not in text


def test_the_document_holds_the_descriptions_as_they_are():
    """After a change: `python -m archive.descriptions` prints the part of docs/schema.md that follows its rule."""
    assert SCHEMA.read_text(encoding="utf-8").endswith("---\n\n" + markdown())


def test_the_document_names_every_table_that_is_not_for_readers(archive):
    text = SCHEMA.read_text(encoding="utf-8")
    names = column(
        archive, "select name from sqlite_master where type in ('table', 'view') and name like '\\_%' escape '\\'"
    )
    assert [name for name in names if not name.endswith(PARTS_OF_AN_INDEX) and f"`{name}`" not in text] == []


def leading_columns(archive, table: str) -> set[str]:
    """The first columns of the table's indexes."""
    return {
        rows(archive, f"pragma index_info({index[1]})")[0][2] for index in rows(archive, f"pragma index_list({table})")
    }


def test_foreign_keys_are_declared_and_indexed(archive):
    missing = [
        f"{table}.{key[3]}"
        for table in column(archive, "select name from sqlite_master where type = 'table' and name not like 'sqlite%'")
        for key in rows(archive, f"pragma foreign_key_list({table})")
        if key[3] not in leading_columns(archive, table)
    ]
    assert missing == []


def test_names_are_plural_snake_case(archive):
    for table in tables(archive):
        assert table == table.lower()
        assert table in {"removed", "vanished", "articles_fts"} or table.endswith("s")
