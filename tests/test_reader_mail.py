"""Pages saved as MHTML, mails and mailboxes: the page in each, its address and time, and what the mail states beside it."""

from __future__ import annotations

import mailbox as mailboxes
import tracemalloc
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from crawler.readers import read_paths
from pipelines.kinds import kind_of
from pipelines.types import Capture, Stated
from tests.browser.chromium import missing

LETTER = "<html><body><h1>Die Fähre</h1><p>Sie fährt wieder über die Bucht.</p></body></html>"


def letter(*, html: bool = True, subject: str = "Die Fähre fährt wieder") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Küstenbrief <brief@bay.example>"
    made["To"] = "leser@bay.example"
    made["Subject"] = subject
    made["Date"] = "Wed, 01 Jul 2026 14:00:00 +0200"
    made["Message-ID"] = "<brief-7@bay.example>"
    made.set_content("Die Fähre\n\nSie fährt wieder über die Bucht.\nFrom now on she is on time.\n")
    if html:
        made.add_alternative(LETTER, subtype="html", cte="base64")
        made.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="bay.png")
    return made


def only(path):
    (one,) = read_paths([path])
    assert isinstance(one, Capture), one
    return one


def test_a_mail_gives_its_html_with_what_it_states(tmp_path):
    (tmp_path / "letter.eml").write_bytes(letter().as_bytes())
    found = only(tmp_path / "letter.eml")

    assert found.body.decode().strip() == LETTER
    assert found.content_type == "text/html; charset=utf-8"
    assert found.provenance.record_id == "brief-7@bay.example"
    assert found.stated == Stated(
        title="Die Fähre fährt wieder", authors=("Küstenbrief",), published="2026-07-01T14:00:00+02:00"
    )


def test_a_mail_without_html_gives_its_text(tmp_path):
    (tmp_path / "letter.eml").write_bytes(letter(html=False).as_bytes())
    found = only(tmp_path / "letter.eml")

    assert found.content_type == "text/plain; charset=utf-8"
    assert "Sie fährt wieder über die Bucht." in found.body.decode()


def test_a_mailbox_gives_each_of_its_mails(tmp_path):
    box = mailboxes.mbox(tmp_path / "box", create=True)
    for number in range(3):
        box.add(letter(html=number == 1, subject=f"Brief {number}"))
    box.close()
    found = list(read_paths([tmp_path / "box"]))

    assert [(one.provenance.offset, one.stated.title) for one in found] == [
        (1, "Brief 0"),
        (2, "Brief 1"),
        (3, "Brief 2"),
    ]
    assert b"From now on she is on time." in found[2].body


ENVELOPES = [
    b"From brief@bay.example Wed Jul  1 12:00:00 2026",
    b"From - Wed Jul 01 12:00:00 2026\r",
    b"From brief@bay.example Wed Jul  1 12:00 CEST 2026",
    b"From brief@bay.example Wed, Jul 1 12:00:00 2026 +0200",
]


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_a_whole_envelope_begins_a_mail_without_a_blank_line_before_it(tmp_path, envelope):
    mails = [letter(html=False, subject=f"Brief {number}").as_bytes().rstrip(b"\n") + b"\n" for number in range(3)]
    (tmp_path / "a.mbox").write_bytes(b"".join(envelope + b"\n" + mail for mail in mails))
    assert [one.stated.title for one in read_paths([tmp_path / "a.mbox"])] == ["Brief 0", "Brief 1", "Brief 2"]


@pytest.mark.parametrize(
    "line", [b"From Bay in 2025 to Cape in 2026", b"From Bay Wed Jul  1 12:00:00 2026 on, she sails"]
)
def test_a_sentence_that_opens_as_an_envelope_does_begins_none(tmp_path, line):
    mail = letter(html=False).as_bytes() + line + b"\nThe end.\n"
    (tmp_path / "a.mbox").write_bytes(ENVELOPES[0] + b"\n" + mail)
    assert line in only(tmp_path / "a.mbox").body


@pytest.mark.parametrize("lost", range(5))
def test_of_base64_that_was_cut_off_everything_before_is_read(tmp_path, lost):
    made = letter(html=False)
    made.set_content(LETTER * 20, subtype="html", cte="base64")
    (tmp_path / "letter.eml").write_bytes(made.as_bytes().rstrip(b"=\n")[: -lost or None])
    body = only(tmp_path / "letter.eml").body
    assert (LETTER * 20).encode().startswith(body.rstrip(b"\n"))
    assert len(body) > len(LETTER.encode()) * 20 - 8


MHTML = b"""From: <Saved by Blink>\r
Snapshot-Content-Location: https://bay.example/ferry\r
Subject: The ferry\r
Date: Wed, 1 Jul 2026 12:00:00 -0000\r
MIME-Version: 1.0\r
Content-Type: multipart/related;\r
\ttype="text/html";\r
\tboundary="----Boundary"\r
\r
\r
------Boundary\r
Content-Type: text/html\r
Content-Transfer-Encoding: quoted-printable\r
Content-Location: https://ads.example/frame\r
\r
<p>Buy now=21</p>\r
------Boundary\r
Content-Type: text/html\r
Content-Transfer-Encoding: quoted-printable\r
Content-Location: https://bay.example/ferry\r
\r
<p>The ferry =\r
is back.</p>\r
------Boundary--\r
"""


def test_of_an_mhtml_file_the_page_counts_and_not_a_frame_of_it(tmp_path):
    (tmp_path / "ferry.mhtml").write_bytes(MHTML)
    found = only(tmp_path / "ferry.mhtml")

    assert found.body.strip() == b"<p>The ferry is back.</p>"
    assert found.url == "https://bay.example/ferry"
    assert found.fetched_at == datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert found.stated is None


@pytest.mark.parametrize("damage", [MHTML[:300], MHTML.replace(b"------Boundary", b"------Other"), MHTML[:-200]])
def test_a_damaged_file_is_one_outcome(tmp_path, damage):
    (tmp_path / "ferry.mhtml").write_bytes(damage)

    assert len(list(read_paths([tmp_path / "ferry.mhtml"]))) == 1


def test_pictures_in_a_file_cost_no_memory(tmp_path):
    picture = (
        b"------Boundary\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b"QUJD" * 19
        + b"\r\n"
    )
    line = b"QUJD" * 19 + b"\r\n"
    (tmp_path / "ferry.mhtml").write_bytes(
        MHTML.replace(b"------Boundary--", picture + line * 500_000 + b"------Boundary--")
    )
    tracemalloc.start()
    found = only(tmp_path / "ferry.mhtml")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert b"is back" in found.body
    assert most < 20 << 20


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (letter().as_bytes(), "mail"),
        (b"From brief@bay.example Wed Jul  1 12:00:00 2026\n" + letter().as_bytes(), "mbox"),
        (b"From: Ada\nDate: Monday\nSubject: the bay\n\nThe ferry is back.\n", "text"),
        (b"From London in 2026\nDate: Monday\n\nThe ferry is back.\n", "text"),
    ],
)
def test_a_mail_is_told_from_a_text_that_begins_like_one(head, kind):
    assert kind_of(head) == kind


@pytest.mark.browser
@pytest.mark.skipif(missing() is not None, reason="no Chromium")
def test_what_chromium_saves_comes_out_with_its_address(tmp_path):
    from selenium import webdriver

    from tests.browser.chromium import ARGUMENTS
    from tests.test_other_tools import snapshot

    options = webdriver.ChromeOptions()
    for argument in ARGUMENTS:
        options.add_argument(argument)
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><title>Bay</title>{LETTER}", encoding="utf-8")
    with webdriver.Chrome(options=options) as browser:
        saved = snapshot(browser, page.as_uri())
    (tmp_path / "bay.mhtml").write_bytes(saved.replace(page.as_uri(), "https://bay.example/ferry").encode())
    found = only(tmp_path / "bay.mhtml")

    assert found.url == "https://bay.example/ferry"
    assert found.fetched_at is not None
    assert "Sie fährt wieder über die Bucht." in found.body.decode()


def test_headers_with_bytes_that_are_no_ascii_cost_nothing(tmp_path):
    raw = letter().as_bytes()
    for name in (
        b"Date",
        b"From",
        b"Archived-At",
        b"Content-Transfer-Encoding",
        b"Content-Type",
        b"Message-ID",
        b"Subject",
    ):
        raw = raw.replace(name + b": ", name + b": \xe9", 1)
    (tmp_path / "letter.eml").write_bytes(raw)
    found = list(read_paths([tmp_path / "letter.eml"]))

    assert len(found) == 1
    assert "an error in copydesk" not in getattr(found[0], "detail", "")


def test_the_day_of_a_mail_is_the_day_in_its_own_zone(tmp_path):
    made = letter()
    made.replace_header("Date", "Mon, 16 Jun 2025 00:30:00 +0200")
    (tmp_path / "letter.eml").write_bytes(made.as_bytes())

    assert only(tmp_path / "letter.eml").stated.published == "2025-06-16T00:30:00+02:00"
