"""How the plugin behaves inside Datasette: its own pages, headers, limits, permissions, several archives, the way it is started."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html
from sqlite_utils import Database

from archive.schema import MIGRATIONS
from archive.web import guard
from archive.web.launch import Serving, archive_metadata, datasette_arguments, front_address
from crawler.commands import serve
from tests import web_sample
from tests.web_sample import Visit


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    return web_sample.build(tmp_path_factory.mktemp("web") / "sample.db")


@pytest.fixture(scope="module")
def visit(archive) -> Iterator[Visit]:
    with web_sample.visiting(archive) as visit:
        yield visit


OUR_PAGES = ["/sample/-/front", "/sample/-/search?q=ferry", "/sample/-/read/nothing"]
DATASETTE_PAGES = [
    "/sample",
    "/sample/articles",
    "/sample/articles/1",
    "/sample/blocks?article=1",
    "/sample/removed",
    "/-/versions",
]


@pytest.fixture(scope="module")
def older(tmp_path_factory) -> Iterator[Visit]:
    """An archive as an earlier copydesk left it."""
    path = tmp_path_factory.mktemp("older") / "sample.db"
    db = Database(web_sample.sqlite3.connect(path))
    MIGRATIONS.apply(db, stop_before="m008_page_type")
    db.close()
    with web_sample.visiting(path) as visit:
        yield visit


@pytest.mark.parametrize("path", OUR_PAGES)
def test_an_archive_of_an_earlier_copydesk_says_how_it_is_brought_up_to_date(older, path):
    response = older.get(path)
    assert response.status_code == 503
    assert "Run copydesk clean on it once" in html.fromstring(response.text).text_content()


@pytest.mark.parametrize("path", ["/sample", "/sample/articles", "/sample/removed"])
def test_the_tables_of_an_archive_of_an_earlier_copydesk_can_be_read(older, path):
    assert older.get(path).status_code == 200


@pytest.mark.parametrize("path", OUR_PAGES)
def test_our_pages_forbid_all_inline_script_and_style(visit, path):
    policy = visit.get(path).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", DATASETTE_PAGES)
def test_pages_of_datasette_work_and_forbid_what_comes_from_elsewhere(visit, path):
    response = visit.get(path)
    assert response.status_code == 200
    assert "script-src 'self' 'unsafe-inline'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("path", [*OUR_PAGES, *DATASETTE_PAGES, "/sample.json", "/nothing/at/all", "/-/static/app.css"])
def test_every_response_has_the_headers_that_protect(visit, path):
    headers = visit.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] in {"same-origin", "no-referrer"}
    assert len(headers.get_list("content-security-policy")) == 1


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/",
        "/\\evil.example/",
        "/\\/evil.example/",
        "/%5Cevil.example/",
        "/%2F/evil.example/",
        "/%09/evil.example/",
        "/./\\evil.example/",
    ],
)
def test_no_redirect_leaves_the_site(visit, path):
    status, headers = ask_raw(visit, path.encode())
    location = headers.get("location", "/")
    assert status in {301, 302, 400, 404}
    assert location.startswith("/")
    assert location[1:2] not in {"/", "\\"}


def ask_raw(visit: Visit, raw_path: bytes, host: bytes = b"localhost") -> tuple[int, dict[str, str]]:
    """A request with a path as bytes: HTTP clients would tidy it."""
    sent: list[dict] = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request"}

    path, _, query = raw_path.partition(b"?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path.decode(), "raw_path": path, "query_string": query, "headers": [(b"host", host)], "client": ("127.0.0.1", 1),
    }  # fmt: skip
    visit.runner.run(visit.datasette.app()(scope, receive, send))
    start = next(message for message in sent if message["type"] == "http.response.start")
    return start["status"], {name.decode().lower(): value.decode() for name, value in start["headers"]}


@pytest.mark.parametrize(
    ("host", "status"),
    [(b"localhost:8001", 200), (b"127.0.0.1", 200), (b"[::1]:8001", 200), (b"evil.example", 421), (b"", 421)],
)
def test_server_for_this_machine_answers_to_its_own_names_only(visit, host, status):
    assert ask_raw(visit, b"/sample/-/front", host)[0] == status


@pytest.mark.parametrize("path", [b"/../../etc/passwd", b"/sample/../x", b"/..", b"/sample/-/article/.."])
def test_path_that_climbs_out_is_not_found(visit, path):
    assert ask_raw(visit, path)[0] == 404


def test_public_server_answers_to_any_name_and_has_no_pages_that_tell_of_the_machine(archive):
    with web_sample.visiting(archive, public=True) as visit:
        assert ask_raw(visit, b"/sample/-/front", b"news.example")[0] == 200
        for path in ("/-/databases", "/-/databases.json", "/-/threads", "/-/settings.json", "/-/plugins.json"):
            assert visit.get(path).status_code == 404


def test_root_leads_to_the_archive_where_there_is_one_archive(visit):
    assert visit.get("/").headers["location"] == "/sample/-/front"
    assert visit.get("/.json").status_code == 200


def test_several_archives_stand_side_by_side(archive, tmp_path):
    other = web_sample.build(tmp_path / "other.db", [web_sample.numbered(1)])
    with web_sample.visiting(archive, other) as visit:
        assert visit.get("/").headers["location"] == "/-/front"
        index = visit.get("/?tables").text
        assert "/sample/-/front" in index
        assert "/other/-/front" in index
        assert "1 article from 1 saved page" in visit.get("/other/-/front").text
        assert "6 articles from 6 saved pages" in visit.get("/sample/-/front").text
        assert "Number 1" in visit.read(1, database="other")


def test_other_databases_are_left_as_they_are(archive, tmp_path):
    path = tmp_path / "plain.db"
    with sqlite3.connect(path) as conn:
        conn.execute("create table articles (id integer primary key, title text, article integer)")
        conn.execute("insert into articles values (1, 'Plain', 1)")
    conn.close()
    with web_sample.visiting(path, archive, metadata={}) as visit:
        for name in ("front", "search", "read/1"):
            assert visit.get(f"/plain/-/{name}").status_code == 404
        assert "/-/read/" not in visit.get("/plain/articles").text
        assert "/-/read/" not in visit.get("/plain/articles/1").text
        assert visit.get("/plain.json?sql=select+printf('%25d',7)&_shape=arrays").status_code in {200, 302}


def test_rows_of_articles_lead_to_the_reading_page(visit):
    table = html.fromstring(visit.get("/sample/articles").text)
    assert "/sample/-/read/1" in {a.get("href") for a in table.iter("a")}
    row = html.fromstring(visit.get("/sample/articles/1").text)
    assert [a.get("href") for a in row.iter("a") if a.text_content() == "Read this article"] == ["/sample/-/read/1"]


@pytest.mark.parametrize("table", ["captions", "comments", "removed", "article_authors"])
def test_article_columns_lead_to_the_reading_page(visit, table):
    page = html.fromstring(visit.get(f"/sample/{table}").text)
    assert "/sample/-/read/1" in {a.get("href") for a in page.iter("a")}


def test_tables_have_descriptions_labels_and_facets(visit):
    page = visit.get("/sample/articles").text
    assert "One row is one article" in page
    assert "The Estuary Courier" in page
    assert "published_month" in page
    index = visit.get("/sample").text
    assert "_blocks" not in html.fromstring(index).find_class("content")[0].text_content().split("hidden")[0]


@pytest.mark.parametrize(
    "path", ["/sample", "/sample/articles", "/sample/captures", "/sample/articles/6", "/sample/sites"]
)
def test_tables_show_no_markdown_no_empty_label_and_nothing_internal(visit, path):
    shown = html.fromstring(visit.get(path).text)
    for script in shown.xpath("//script | //style"):
        script.drop_tree()
    text = shown.text_content()
    assert "`" not in text
    assert "None" not in text
    assert [a.get("href") for a in shown.iter("a") if "/sample/_" in a.get("href", "")] == []


def test_archive_is_called_what_serve_was_told(archive):
    with web_sample.visiting(archive, titles={"sample": "The Estuary Papers"}) as visit:
        front = html.fromstring(visit.get("/sample/-/front").text)
        assert (front.find(".//title").text, front.find(".//h1").text) == ("The Estuary Papers", "The Estuary Papers")
        assert visit.get("/sample/-/search?q=ferry").text.count("ferry · The Estuary Papers</title>") == 1
        page = html.fromstring(visit.read(1))
        assert page.find(".//title").text.endswith("The Estuary Courier · The Estuary Papers")
        assert "kept in the archive “The Estuary Papers”" in page.text_content()


def test_pages_live_below_a_base_url(archive):
    with web_sample.visiting(archive) as visit:
        visit.datasette._settings["base_url"] = "/news/"
        page = visit.get("/sample/-/front")  # the client adds the base URL
        assert page.status_code == 200
        addresses = html.fromstring(page.text).xpath("//@href | //@src | //@action")
        assert [address for address in addresses if not address.startswith(("/news/", "#"))] == []
        assert visit.get(addresses[0].split("?")[0].removeprefix("/news")).status_code == 200
        table = html.fromstring(visit.get("/sample/articles").text)
        assert "/news/sample/-/read/1" in {a.get("href") for a in table.iter("a")}
        assert [
            link for link in table.xpath("//link/@href") if "tables.css" in link and not link.startswith("/news/-/")
        ] == []


@pytest.mark.parametrize("name", ["with space", "50% off", "a.b", "ü", "quote'\"<b>"])
def test_any_file_name_is_an_archive_with_pages(tmp_path, name):
    path = web_sample.build(tmp_path / f"{name}.db", [web_sample.numbered(1)])
    with web_sample.visiting(path) as visit:
        front = visit.get(visit.get("/").headers["location"])
        assert front.status_code == 200
        story = html.fromstring(front.text).find_class("story")[0].find(".//h2/a").get("href")
        assert "Number 1" in visit.get(story).text


def test_menu_leads_to_the_archive(visit):
    assert "/sample/-/front" in visit.get("/sample/articles").text


def test_denied_tables_do_not_show_through_our_pages(archive):
    metadata = archive_metadata(Serving(databases=(archive,)))
    tables = metadata["databases"]["sample"]["tables"]
    tables["blocks"]["allow"] = tables["comments"]["allow"] = False
    with denied(archive, metadata) as visit:
        page = visit.read(1, "?removed=1")
    assert "For sixty-one years" in page
    assert "Winter tyres" not in page
    assert "Perpetua" not in page


def test_denied_articles_have_no_pages(archive):
    metadata = archive_metadata(Serving(databases=(archive,)))
    metadata["databases"]["sample"]["tables"]["articles"]["allow"] = False
    with denied(archive, metadata) as visit:
        for path in ("front", "search?q=ferry", "read/1"):
            response = visit.get(f"/sample/-/{path}")
            assert response.status_code == 404
            assert "ferry" not in response.text


def denied(archive: Path, metadata: dict):
    """The same settings for Datasette 0.65, where they are metadata, and 1.0, where `allow` is configuration."""
    tables = metadata["databases"]["sample"]["tables"]
    rules = {name: {"allow": table["allow"]} for name, table in tables.items() if "allow" in table}
    config = {"databases": {"sample": {"tables": rules}}}
    return web_sample.visiting(archive, metadata=metadata, config=config)


@pytest.mark.parametrize("sql", ["select fts3_tokenizer('simple')", "select load_extension('x')"])
def test_functions_that_reach_out_of_sql_are_refused(visit, sql):
    assert (
        visit.get("/sample/-/query.json", params={"sql": sql}).status_code >= 400
        or "error" in visit.get("/sample.json", params={"sql": sql}).text
    )


def test_a_value_of_a_gigabyte_is_refused_at_once(archive):
    conn = web_sample.sqlite3.connect(archive)
    guard.limit_connection(conn)
    with pytest.raises(web_sample.sqlite3.DatabaseError):
        conn.execute("select length(printf('%*s', 900000000, ''))").fetchone()
    assert conn.execute("select file from pragma_database_list").fetchall() == [(None,)]
    assert conn.execute("select count(*) from articles").fetchone() == (6,)
    conn.close()


def test_datasette_is_started_with_our_settings_and_metadata(archive, tmp_path):
    arguments = datasette_arguments(Serving(databases=(archive,), port=8765), tmp_path)
    assert arguments[0] == "serve"
    assert arguments[arguments.index("suggest_facets") + 1] == "off"
    assert arguments[arguments.index("--port") + 1] == "8765"
    assert "default_allow_sql" not in arguments
    metadata = json.loads((tmp_path / "metadata.json").read_text())
    assert metadata["databases"]["sample"]["tables"]["articles"]["label_column"] == "title"
    assert metadata["databases"]["sample"]["tables"]["_blocks"]["hidden"] is True


def test_public_server_has_sql_off(archive, tmp_path):
    arguments = datasette_arguments(Serving(databases=(archive,), public=True), tmp_path)
    assert arguments[arguments.index("default_allow_sql") + 1] == "off"


@pytest.mark.parametrize(
    ("serving", "address"),
    [
        (Serving(databases=(Path("a.db"),)), "http://127.0.0.1:8001/a/-/front"),
        (Serving(databases=(Path("a.db"),), host="0.0.0.0", port=80), "http://127.0.0.1:80/a/-/front"),
        (Serving(databases=(Path("a.db"), Path("b.db"))), "http://127.0.0.1:8001/"),
        (Serving(databases=(Path("a.db"),), host="::1"), "http://[::1]:8001/a/-/front"),
    ],
)
def test_front_address_is_what_a_browser_on_this_machine_opens(serving, address):
    assert front_address(serving) == address


def test_serve_passes_the_title_on(archive, monkeypatch):
    started = {}

    def run(arguments: list[str]) -> None:
        metadata = Path(arguments[arguments.index("--metadata") + 1])
        started.update(json.loads(metadata.read_text(encoding="utf-8")))

    monkeypatch.setattr(serve, "_run_datasette", run)
    answer = CliRunner().invoke(serve.command, [str(archive), "--port", "0", "--title", "The  Estuary Papers"])
    assert answer.exit_code == 0
    assert started["title"] == started["databases"]["sample"]["title"] == "The Estuary Papers"
    assert started["plugins"]["copydesk"]["titles"] == {"sample": "The Estuary Papers"}
