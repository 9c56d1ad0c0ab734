"""Lists of addresses kept in a spreadsheet are read however it writes them."""

import pytest

from crawler.readers.addresses import ListedAddress, addresses_in
from pipelines.types import Provenance, Unreadable
from tests.test_cli import run

HERON = "https://marsh.example/heron;v=2"
MILL = "https://marsh.example/mill"


def read(content: str | bytes) -> list[ListedAddress | Unreadable]:
    given = content if isinstance(content, bytes) else content.encode()
    return list(addresses_in(given, Provenance(source="list.csv")))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("said", ["", "sep={}\n", '"sep={}"\n', "SEP={}\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_by_the_delimiter_of_its_header(delimiter, said, end):
    rows = [("title", "URL", "date"), ("The heron", f'"{HERON}"', "2024-03-05"), ("", "", ""), ("The mill", MILL, "")]
    text = said.format(delimiter) + "".join(delimiter.join(row) + "\n" for row in rows)
    heron, mill = read(text.replace("\n", end))
    assert (heron.url, heron.title, heron.added.date().isoformat()) == (HERON, "The heron", "2024-03-05")
    assert (mill.url, mill.title, mill.added) == (MILL, "The mill", None)


def test_what_excel_writes_in_utf_16_is_read():
    assert [one.url for one in read(f"sep=;\r\ntitle;url\r\nThe mill;{MILL}\r\n".encode("utf-16"))] == [MILL]


def test_a_bad_row_of_several_lines_is_one_mistake():
    text = f'url;note\n"no\naddress\nat all";"of\ntwo"\n{MILL};"and\n\nmore"\n'
    bad, mill = read(text)
    assert (bad.provenance.offset, bad.detail) == (1, "no address of the web: no address at all")
    assert mill.url == MILL


def test_a_cell_of_endless_length_costs_its_row():
    bad, mill = read(f"url;note\nx;{'y' * 200_000}\n{MILL};short\n")
    assert (bad.reason, mill.url) == ("bad-record", MILL)


def test_a_list_of_lines_is_still_one():
    assert [one.url for one in read(f"{MILL} the mill; and its url\n{HERON}\n")] == [MILL, HERON]


def test_the_command_prints_the_addresses_of_a_spreadsheet(tmp_path):
    (tmp_path / "list.csv").write_text(f"sep=;\ntitle;url;date\nThe mill;{MILL};2024-03-05\nThe heron;{HERON};\n")
    done = run("urls", tmp_path / "list.csv")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().splitlines() == [
        f"{MILL}\t2024-03-05T00:00:00Z\tThe mill\t",
        f"{HERON.partition(';')[0]}\t\tThe heron\t",
    ]
