"""What strangers wrote stays text: every field of an article, and every part of an address, on every page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from lxml import html

from pipelines.types import Article, Block, Caption, Comment, Origin
from tests import web_sample
from tests.web_sample import Visit

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<!--><script>alert(1)</script-->",
    "<img src=x onerror=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "` onclick=`alert(1)",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg/onload=alert(1)//",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    "<link rel=stylesheet href=//evil.example/a.css>",
    "<form action=//evil.example/><button>Search</button></form>",
    "<a href=javascript:alert(1)>click</a>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<body onload=alert(1)>",
    "<style>body{background:url(//evil.example/)}</style>",
    "<template><script>alert(1)</script></template>",
    "{{ 7*'7' }}{% raw %}{{ config }}",
    "${alert(1)}#{alert(1)}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "\u202e<script>\u202calert(1)</script>",
    "\x00<script>alert(1)</script>",
    "\x02<script>\x03alert(1)</script>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "＜script＞alert(1)＜/script＞",
    "javascript:alert(1)",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "blob:https://a.example/1",
    "//evil.example/a",
    "https://user:secret@evil.example/",
    'https://a.example/" onclick="alert(1)',
    "https://a.example/'><script>alert(1)</script>",
    "https://a.example/\u202egpj.exe",
    "https://[::1",
    "http:",
)
HANDLED = {"script", "iframe", "object", "embed", "base", "svg", "math", "video", "img", "template", "style"}


def hostile_article(payload: str, number: int, url: str | None = None) -> Article:
    return Article(
        title=f"{number} {payload}",
        byline=payload,
        authors=(payload,),
        published=payload,
        modified=payload,
        language=payload if number % 2 else "en",
        section=payload,
        tags=(payload,),
        site=payload,
        url=url or f"https://a{number}.example/{payload}",
        lead_image=payload,
        blocks=(
            Block(text=payload, role="caption", kept=False, reason="caption"),
            *(
                Block(text=f"{payload} {role}", role=role, kept=True)
                for role in ("paragraph", "heading", "list-item", "quote", "code", "table-row")
            ),
            Block(text=payload, role="label", kept=False, reason="advertisement", evidence=payload, where=payload),
            Block(text=payload, role="byline", kept=False, reason="byline", evidence=payload),
        ),
        captions=(Caption(text=payload, credit=payload, block=0),),
        comments=(Comment(text=payload, author=payload, posted=payload),),
        origins=(Origin(field="published", origin=payload, confidence=0.1),),
        warnings=(),
    )


@pytest.fixture(scope="module")
def visit(tmp_path_factory) -> Iterator[Visit]:
    articles = [hostile_article(payload, number) for number, payload in enumerate(PAYLOADS)]
    articles += [hostile_article("plain", 100 + number, url) for number, url in enumerate(ADDRESSES)]
    path = web_sample.build(tmp_path_factory.mktemp("hostile") / "sample.db", articles)
    with web_sample.visiting(path) as visit:
        yield visit


def assert_nothing_alive(page: str) -> None:
    """Only our own script and style sheet; no handler, no style, no address but ours and plain web links."""
    document = html.fromstring(page)
    alive = [element for element in document.iter() if isinstance(element.tag, str) and element.tag in HANDLED]
    assert [(element.tag, element.get("src", "")[:44]) for element in alive] == [
        ("script", "/-/static-plugins/copydesk/copydesk.js?" + alive[0].get("src").rsplit("?", 1)[1][:5])
    ]
    for element in document.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (element.tag, name)
            assert name != "style"
            if name in {"href", "src", "action"}:
                assert value.startswith(("/sample", "/-/static-plugins/", "https://", "#")), value
                assert not value.startswith(("//", "/\\"))


def test_payloads_in_every_field_stay_text_on_the_reading_page(visit):
    numbers = visit.numbers()
    assert len(numbers) >= 50
    for number in numbers:
        assert_nothing_alive(visit.read(number))
        assert_nothing_alive(visit.read(number, "?removed=1"))


def test_payloads_stay_text_on_the_front_page(visit):
    assert_nothing_alive(visit.get("/sample/-/front").text)


@pytest.mark.parametrize("page", [1, 2, 3])
def test_payloads_stay_text_among_search_results_and_facets(visit, page):
    response = visit.get(f"/sample/-/search?page={page}")
    assert response.status_code == 200
    assert_nothing_alive(response.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_in_the_address_stay_text(visit, payload):
    typed = quote(payload)
    found = f"/sample/-/search?q={typed}"
    for query in (
        found,
        f"{found}&sort={typed}&page={typed}",
        *(f"{found}&{facet}={typed}" for facet in ("site", "author", "month", "language")),
    ):
        response = visit.get(query)
        assert response.status_code == 200
        assert_nothing_alive(response.text)


@pytest.mark.parametrize("payload", ["alert", "script", '"><img src=x onerror=alert(1)>'])
def test_marked_words_in_snippets_are_escaped_around_the_mark(visit, payload):
    page = visit.get(f"/sample/-/search?q={quote(payload)}").text
    assert "<mark>" in page
    assert_nothing_alive(page)


def test_only_plain_web_addresses_become_links(visit):
    links = set()
    for number in visit.numbers("title__contains=plain"):
        document = html.fromstring(visit.read(number))
        links |= {a.get("href") for a in document.iter("a") if not a.get("href").startswith(("/", "#"))}
    assert links == {
        "https://a.example/%22%20onclick=%22alert(1)",
        "https://a.example/%27%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "https://a.example/%E2%80%AEgpj.exe",
    }


@pytest.mark.parametrize(
    "table", ["articles", "removed", "blocks", "captions", "comments", "sites", "authors", "captures"]
)
def test_raw_tables_keep_payloads_as_text(visit, table):
    response = visit.get(f"/sample/{table}?_size=100")
    assert response.status_code == 200
    document = html.fromstring(response.text)
    assert not [
        script
        for script in document.iter("script")
        if "alert(1)" in (script.text or "") and "_datasette" not in script.text
    ]
    handlers = [value for element in document.iter() for name, value in element.attrib.items() if name.startswith("on")]
    assert not [value for value in handlers if "alert(1)" in value]
    assert not [
        a
        for a in document.iter("a")
        if (a.get("href") or "").lower().strip().startswith(("javascript:", "data:", "vbscript:"))
    ]
