"""Folders that programs have made of sites: the addresses come back where something bears them out, and no other."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from crawler.readers import containers, read_paths, restoring
from crawler.readers.listings import listed_in
from crawler.readers.mirrors import Mirror, host_of_folder
from crawler.readers.streams import Stream, stream_of
from pipelines.types import Capture, Provenance, Unreadable

BAY = "https://bay.example"
PLAIN = "<!doctype html><html><head><title>Ferry</title></head><body><p>The ferry is back on the bay.</p></body></html>"


def naming(url: str) -> str:
    """A page that names its address."""
    return PLAIN.replace("</head>", f'<link rel="canonical" href="{url}"></head>')


def linking(*urls: str) -> str:
    return PLAIN.replace("</p>", "".join(f'<a href="{url}">more</a>' for url in urls) + "</p>")


FOLDERS: dict[str, tuple[dict[str, str], dict[str, str | None]]] = {
    "one page names its own place": (
        {"bay.example/news/one.html": naming(f"{BAY}/news/one.html"), "bay.example/two.html": PLAIN},
        {"bay.example/two.html": f"{BAY}/two.html"},
    ),
    "links whose files are there": (
        {"bay.example/index.html": linking(f"{BAY}/a/one.html", f"{BAY}/a/"), "bay.example/a/one.html": PLAIN,
         "bay.example/a/index.html": PLAIN},
        {"bay.example/a/one.html": f"{BAY}/a/one.html", "bay.example/a/index.html": f"{BAY}/a/",
         "bay.example/index.html": f"{BAY}/"},
    ),
    "links from the root whose files are there": (
        {"bay.example/index.html": linking("/a/one.html#top", "/a/"), "bay.example/a/one.html": PLAIN,
         "bay.example/a/index.html": PLAIN},
        {"bay.example/a/one.html": f"{BAY}/a/one.html", "bay.example/a/index.html": f"{BAY}/a/"},
    ),
    "links from the root, and one that names a scheme": (
        {"bay.example/index.html": linking("/a/one.html", "http://bay.example/a/two.html"), "bay.example/a/one.html": PLAIN,
         "bay.example/a/two.html": PLAIN},
        {"bay.example/a/one.html": "http://bay.example/a/one.html"},
    ),
    "links from another root": (
        {"bay.example/one.html": linking("/blog/one.html", "/blog/two.html", "//bay.example/two.html"), "bay.example/two.html": PLAIN},
        {"bay.example/one.html": None, "bay.example/two.html": None},
    ),
    "a folder that was only named after a host": (
        {"bay.example/one.html": PLAIN, "bay.example/two.html": linking(f"{BAY}/news/ferry", f"{BAY}/about")},
        {"bay.example/one.html": None, "bay.example/two.html": None},
    ),
    "a front page alone": (
        {"bay.example/index.html": naming(f"{BAY}/"), "bay.example/two.html": PLAIN},
        {"bay.example/two.html": None},
    ),
    "pages of other sites": (
        {"bay.example/a.html": naming(f"{BAY}/a.html"), "bay.example/b.html": naming("https://other.example/x"),
         "bay.example/c.html": naming("https://third.example/y"), "bay.example/two.html": PLAIN},
        {"bay.example/two.html": None, "bay.example/b.html": "https://other.example/x"},
    ),
    "wget -E": (
        {"bay.example/news/ferry.html": naming(f"{BAY}/news/ferry"), "bay.example/story.html": PLAIN,
         "bay.example/list?page=2.html": PLAIN},
        {"bay.example/story.html": f"{BAY}/story", "bay.example/list?page=2.html": f"{BAY}/list?page=2"},
    ),
    "wget -E on a site with both": (
        {"bay.example/a/ferry.html": naming(f"{BAY}/a/ferry"), "bay.example/b.html": naming(f"{BAY}/b.html"),
         "bay.example/story.html": PLAIN, "bay.example/list": PLAIN},
        {"bay.example/story.html": None, "bay.example/list": f"{BAY}/list"},
    ),
    "index.html in addresses": (
        {"bay.example/a/index.html": naming(f"{BAY}/a/index.html"), "bay.example/b/index.html": PLAIN},
        {"bay.example/b/index.html": f"{BAY}/b/index.html"},
    ),
    "a port, as wget writes it on Windows": (
        {"bay.example+8080/a/one.html": naming("http://bay.example:8080/a/one.html"), "bay.example+8080/l@page=2&x=a%2Fb": PLAIN},
        {"bay.example+8080/l@page=2&x=a%2Fb": "http://bay.example:8080/l?page=2&x=a/b"},
    ),
    "wget -nH": (
        {"a/one.html": naming(f"{BAY}/a/one.html"), "a/two.html": naming(f"{BAY}/a/two.html"),
         "three.html": naming(f"{BAY}/three.html"), "a/four.html": PLAIN},
        {"a/four.html": f"{BAY}/a/four.html"},
    ),
    "pages that were gathered by hand": (
        {"one.html": naming(f"{BAY}/one.html"), "two.html": naming(f"{BAY}/two.html"),
         "three.html": naming(f"{BAY}/three.html"), "four.html": PLAIN},
        {"four.html": None},
    ),
    "one page from elsewhere among them": (
        {"a/one.html": naming(f"{BAY}/a/one.html"), "a/two.html": naming(f"{BAY}/a/two.html"),
         "three.html": naming(f"{BAY}/three.html"), "x.html": naming("https://other.example/y"), "a/four.html": PLAIN},
        {"a/four.html": None},
    ),
    "signs and letters": (
        {"bay.example/a/one.html": naming(f"{BAY}/a/one.html"), "bay.example/café/100%.html": PLAIN,
         "bay.example/@ada/day one": PLAIN},
        {"bay.example/café/100%.html": f"{BAY}/caf%C3%A9/100%25.html", "bay.example/@ada/day one": f"{BAY}/@ada/day%20one"},
    ),
    "HTTrack, whose names are its own": (
        {"hts-log.txt": "HTTrack3.49 launched on Sun", "bay.example/a/one.html": naming(f"{BAY}/a/one.html"),
         "bay.example/list3da4.html": PLAIN},
        {"bay.example/list3da4.html": None},
    ),
}  # fmt: skip


def saved(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def addresses(path: Path, root: str) -> dict[str, str | None]:
    found = [one for one in read_paths([path]) if isinstance(one, Capture)]
    return {one.provenance.source.removeprefix(f"{root}/"): one.url for one in found}


@pytest.mark.parametrize("name", FOLDERS)
def test_an_address_is_restored_where_pages_bear_it_out(tmp_path, name):
    files, expected = FOLDERS[name]
    folder = saved(tmp_path / "mirror", files)

    assert addresses(folder, "mirror").items() >= expected.items()


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_what_holds_for_a_folder_holds_for_a_container_of_it(tmp_path, kind, name):
    files, expected = FOLDERS[name]
    path = tmp_path / f"mirror.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as made:
            for member, text in files.items():
                made.writestr(member, text)
    else:
        with tarfile.open(path, "w:gz" if kind == "tar.gz" else "w") as made:
            for member, text in files.items():
                info = tarfile.TarInfo(member)
                info.size = len(text.encode())
                made.addfile(info, io.BytesIO(text.encode()))

    assert addresses(path, path.name).items() >= expected.items()


def test_the_folder_that_is_named_may_be_the_host_s_own(tmp_path, monkeypatch):
    saved(tmp_path, FOLDERS["one page names its own place"][0])
    monkeypatch.chdir(tmp_path / "bay.example")

    assert addresses(Path(), "bay.example")["two.html"] == f"{BAY}/two.html"


def test_nothing_outside_of_what_was_named_is_a_witness(tmp_path):
    saved(tmp_path, FOLDERS["one page names its own place"][0] | {"bay.example/deep/two.html": PLAIN})
    (tmp_path / "bay.example/deep/link.html").symlink_to("../news/one.html")

    assert addresses(tmp_path / "bay.example/deep", "deep") == {"two.html": None}


def test_links_to_what_lies_outside_are_no_witnesses(tmp_path):
    links = [
        f"{BAY}/../../outside.html",
        f"{BAY}/%2e%2e/%2e%2e/beyond.html",
        f"{BAY}/{tmp_path}/outside.html",
        f"{BAY}/%00",
    ]
    folder = saved(
        tmp_path / "mirror",
        {"bay.example/one.html": linking(*links), "../outside.html": PLAIN, "../beyond.html": PLAIN},
    )

    assert addresses(folder, "mirror") == {"bay.example/one.html": None}


def test_a_pipe_among_the_pages_is_not_waited_for(tmp_path):
    folder = saved(tmp_path / "mirror", FOLDERS["one page names its own place"][0])
    os.mkfifo(folder / "bay.example" / "a.html")

    assert addresses(folder, "mirror")["bay.example/two.html"] == f"{BAY}/two.html"


LOG = """\
--2026-07-01 12:00:00--  https://bay.example/old
Connecting to bay.example|192.0.2.1|:443... connected.
HTTP request sent, awaiting response... 301 Moved Permanently
Location: /new?x=1 [following]
--2026-07-01 12:00:01--  https://bay.example/new?x=1
Reusing existing connection to bay.example:443.
HTTP request sent, awaiting response... 200 OK
Length: 486 [text/html]
Saving to: ‘bay.example/old’

     0K                                                       100%  142M=0s

2026-07-01 12:00:02 (142 MB/s) - ‘bay.example/old’ saved [486/486]

--2026-07-01 12:00:03--  https://bay.example/gone
HTTP request sent, awaiting response... 404 Not Found
2026-07-01 12:00:03 ERROR 404: Not Found.

"""
GERMAN = """\
--2026-07-01 12:00:01--  https://bay.example/new?x=1
HTTP-Anforderung gesendet, auf Antwort wird gewartet... 200 OK
Wird in »bay.example/old« gespeichert.

2026-07-01 12:00:02 (142 MB/s) - »bay.example/old« gespeichert [486]
"""
BRIEF = '2026-07-01 12:00:01 URL:https://bay.example/new?x=1 [486/486] -> "bay.example/old" [1]\n'
HTTRACK = (
    "date\tsize'/'remotesize\tflags\tstatuscode\tstatus\tMIME\tEtag|Date\tURL\tlocalfile\t(from URL)\n"
    "21:18:39\t486/486\t---M--\t200\tadded ('OK')\ttext/html\tdate:x\thttps://bay.example/new?x=1\t./bay.example/old\t(from )\n"
    "21:18:39\t0/-1\t---M--\t301\terror ('')\t\t\thttps://bay.example/gone\t./bay.example/gone\t(from )\n"
)


@pytest.mark.parametrize(
    ("text", "status", "timed"),
    [(LOG, 200, True), (GERMAN, 200, True), (BRIEF, None, True), (HTTRACK, 200, False)],
    ids=["wget", "wget in German", "wget -nv", "HTTrack"],
)
def test_a_list_tells_addresses_times_and_statuses(text, status, timed):
    found = listed_in(stream_of(io.BytesIO(text.encode())))

    assert list(found) == ["bay.example/old"]
    assert found["bay.example/old"][::2] == (f"{BAY}/new?x=1", status)
    assert (found["bay.example/old"].at is not None) is timed


def test_an_error_page_that_httrack_kept_has_its_status():
    found = listed_in(stream_of(io.BytesIO(HTTRACK.replace("\t301\t", "\t404\t").encode())))

    assert {path: saved.status for path, saved in found.items()} == {"bay.example/old": 200, "bay.example/gone": 404}


def listing(*names: str) -> str:
    return "".join(f'2026-07-01 12:00:01 URL:{BAY}/{name} [9/9] -> "{name}" [1]\n' for name in names)


def test_each_list_around_a_page_is_read_once(tmp_path, monkeypatch):
    """A page may lie in folders of hosts, one in another, and each may have a log beside it."""
    read: list[str] = []
    original = restoring._list_in
    monkeypatch.setattr(restoring, "_list_in", lambda folder: read.append(folder) or original(folder))
    deep = "a.example/b.example/c.example"
    files = {f"{deep}/{number}.html": PLAIN for number in range(5)}
    files |= {f"{folder}wget.log": listing("x") for folder in ("", "a.example/", "a.example/b.example/")}
    files |= {"a.example/b.example/wget.log": listing("c.example/4.html")}
    folder = saved(tmp_path / "mirror", files)

    assert addresses(folder, "mirror")[f"{deep}/4.html"] == f"{BAY}/c.example/4.html"
    assert len(read) == len(set(read)) == 3


def test_lists_take_no_more_memory_than_they_may(tmp_path, monkeypatch):
    monkeypatch.setattr(restoring, "MOST_LISTED", 4)
    monkeypatch.setattr(restoring, "LISTED_HELD", 8)
    names = [f"{number}.html" for number in range(6)]
    for folder in "abc":
        saved(tmp_path / folder, {"wget-log": listing(*names[:3]), "wget-log.1": listing(*names[3:])})
    lists = restoring._Lists()

    for folder in "abca":
        assert list(lists.of(str(tmp_path / folder))) == names[:4]
        assert sum(map(len, lists._held.values())) <= 8
    assert list(lists._held) == [str(tmp_path / folder) for folder in "ca"]


def test_a_packed_tar_is_unpacked_twice_at_its_beginning_only(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "AHEAD", 300_000)
    files, expected = FOLDERS["one page names its own place"]
    read: list[int] = []

    def tar() -> Stream:
        file = io.BytesIO()
        with tarfile.open(fileobj=file, mode="w") as made:
            for name, content in (*files.items(), *((f"{number}.png", "x" * 100_000) for number in range(20))):
                info = tarfile.TarInfo(name)
                info.size = len(content)
                made.addfile(info, io.BytesIO(content.encode()))
        file.seek(0)
        return Stream(lambda size: read.append(size) or file.read(size))

    def page(_stream, origin, inferred):
        found.append((origin.source.removeprefix("a/"), inferred()))
        return iter(())

    found: list[tuple[str, str | None]] = []
    assert list(containers.container(tar(), Provenance(source="a"), "tar", page)) == []
    once, found_without = sum(read), dict(found)
    read.clear()
    assert list(containers.container(tar(), Provenance(source="a"), "tar", page, tar)) == []
    assert dict(found).items() >= expected.items()
    assert not any(found_without.values())
    assert sum(read) <= once + 300_000


def test_what_was_noted_counts_more_than_what_the_page_says(tmp_path):
    folder = saved(tmp_path / "mirror", {"wget.log": LOG, "bay.example/old": naming(f"{BAY}/elsewhere")})
    found = list(read_paths([folder]))

    assert [(one.url, one.status, str(one.fetched_at)) for one in found if isinstance(one, Capture)] == [
        (f"{BAY}/new?x=1", 200, "2026-07-01 12:00:01+00:00")
    ]
    assert [(one.provenance.source, one.detail) for one in found if isinstance(one, Unreadable)] == [
        ("mirror/wget.log", "a log of wget or HTTrack")
    ]


LYING = ("bay.example/index.html", "bay.example/old", "bay.example/news/one")


@pytest.mark.parametrize(
    "started", ["", "mirror/", "work/sites/mirror/", "/srv/bay/", "HERE/mirror/", "C:/My Sites/bay/"]
)
def test_a_list_holds_wherever_its_program_was_started(tmp_path, started):
    """`httrack -O mirror` and `wget -P mirror` write where the files lie from the working folder on, or from the root of the disk."""
    started = started.replace("HERE", str(tmp_path))
    lines = [
        f"21:18:39\t9/9\t---M--\t200\tadded ('OK')\ttext/html\tdate:x\t{BAY}/{number}\t{started}{name}\t(from )\n"
        for number, name in enumerate(LYING)
    ]
    folder = saved(tmp_path / "mirror", {"hts-cache/new.txt": "".join(lines)} | dict.fromkeys(LYING, PLAIN))

    assert addresses(folder, "mirror") == {name: f"{BAY}/{number}" for number, name in enumerate(LYING)}


def test_a_list_of_another_site_says_nothing_of_a_file_that_is_called_alike(tmp_path):
    log = listing(*(f"far.example/{name}.html" for name in ("index", "one", "two", "three")))
    folder = saved(tmp_path / "mirror", {"wget.log": log, "index.html": PLAIN, "four.html": PLAIN})

    assert addresses(folder, "mirror") == {"index.html": None, "four.html": None}


@pytest.mark.parametrize(
    "text", ["", "\x00" * 100, "--2026-07-01 12:00:00--  https://[half\n", LOG[:200], "\t" * 9, LOG * 3]
)
def test_a_damaged_list_ends_nothing(text):
    found = listed_in(stream_of(io.BytesIO(text.encode())))
    assert len(found) == (1 if text == LOG * 3 else 0)
    assert all(saved.url == f"{BAY}/new?x=1" for saved in found.values())


def test_what_httrack_writes_for_itself_is_no_page(tmp_path):
    folder = saved(
        tmp_path / "mirror",
        {
            "hts-cache/new.txt": HTTRACK, "hts-cache/new.lst": "[x]", "hts-log.txt": "HTTrack3.49-4 launched on Sun, 29 Nov 2026\n",
            "index.html": "<html><head><!-- Mirror and index made by HTTrack Website Copier/3.49-4 --></head></html>",
            "bay.example/old": PLAIN,
        },
    )  # fmt: skip
    found = list(read_paths([folder]))

    assert [(one.url, one.status) for one in found if isinstance(one, Capture)] == [(f"{BAY}/new?x=1", 200)]
    assert {one.provenance.source: one.reason for one in found if isinstance(one, Unreadable)} == {
        "mirror/hts-cache": "not-a-page", "mirror/hts-log.txt": "not-a-page", "mirror/index.html": "not-a-page",
    }  # fmt: skip


def test_of_a_page_that_wget_has_changed_the_original_is_passed_over(tmp_path):
    folder = saved(
        tmp_path / "mirror", {"a.html": PLAIN, "a.html.orig": PLAIN, "b.html": PLAIN, "b.orig": PLAIN, "c.orig": PLAIN}
    )

    assert list(addresses(folder, "mirror")) == ["a.html", "b.html", "c.orig"]


RESPONSE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nDate: Wed, 01 Jul 2026 12:00:00 GMT\r\n\r\n"
    + PLAIN.encode()
)
HEAD = RESPONSE.split(b"<")[0]
MOVED = b"HTTP/1.1 301 Moved Permanently\r\nLocation: /ferry\r\n\r\n"


@pytest.mark.parametrize("content", [RESPONSE, MOVED + RESPONSE], ids=["wget --save-headers", "curl -iL"])
def test_a_response_that_was_saved_with_its_headers_keeps_them(tmp_path, content):
    (tmp_path / "ferry").write_bytes(content)
    (found,) = read_paths([tmp_path / "ferry"])

    assert (found.body, found.status, str(found.fetched_at)) == (PLAIN.encode(), 200, "2026-07-01 12:00:00+00:00")
    assert dict(found.headers)["Content-Type"] == found.content_type == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(MOVED, "not-a-page"), (HEAD.replace(b"text/html", b"text/css") + b"body { color: red }", "not-a-page"), (HEAD, "empty"), (HEAD + b"\x89PNG\r\n\x1a\n", "binary")],
)  # fmt: skip
def test_a_response_without_a_page_has_its_outcome(tmp_path, content, reason):
    (tmp_path / "ferry").write_bytes(content)

    assert [one.reason for one in read_paths([tmp_path / "ferry"])] == [reason]


@pytest.mark.parametrize(
    "name", ["bay.example", "www.bay.co.uk", "192.0.2.7", "localhost:8080", "xn--e1afmkfd.example"]
)
def test_names_of_hosts_are_known(name):
    assert host_of_folder(name) == name


@pytest.mark.parametrize("name", ["news", "page_files", "2026.07.01", "a b.example", "", "..", "v1.0"])
def test_other_names_are_none(name):
    assert host_of_folder(name) is None


def test_a_name_that_cannot_be_an_address_gives_none():
    assert Mirror(base="https://bay.example").address_of("x" * 5000) is None


def test_a_folder_that_is_called_as_the_original_of_another_is_read(tmp_path):
    saved(tmp_path / "mirror", {"docs/one.html": PLAIN, "docs.orig/two.html": PLAIN})

    assert set(addresses(tmp_path / "mirror", "mirror")) == {"docs/one.html", "docs.orig/two.html"}
