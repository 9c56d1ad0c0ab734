"""What every table, view and column holds, in one sentence each, for Datasette and docs/schema.md.

Data only. `python -m archive.descriptions` prints the tables of docs/schema.md.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["DESCRIPTIONS", "Description", "markdown"]


class Description(NamedTuple):
    """A table or view: what one row is, and what each column holds."""

    description: str
    columns: dict[str, str]


_ARTICLE = "The article it belongs to."

DESCRIPTIONS: dict[str, Description] = {
    "articles": Description(
        "One row is one article: its text as it reads without the page around it, and what is known about it.",
        {
            "id": "Number of the article in this archive.",
            "permalink": "Short name made from the address: the same in every archive that holds the article.",
            "url": "Address it was fetched from, or the one the saved page names; empty for a dump that names none.",
            "canonical_url": "Address the page claims for itself.",
            "site": "The site: its host, or the folder of dumps that name no address.",
            "title": "Headline.",
            "byline": "The byline as the page prints it; the names in it are in `authors`.",
            "published": "When it was published, as the page says: a day, or a time with its zone.",
            "published_month": "Year and month of `published`.",
            "modified": "When it was last changed, as the page says.",
            "language": "Language of the text (BCP 47: `en`, `ckb`, `zh-Hant`).",
            "section": "Section of the site.",
            "words": "Words of the text; each Han, kana or hangul sign counts as one.",
            "lead_image": "Address of the main picture.",
            "paywalled": "1 when the page says that the rest is for subscribers, 0 when it says that it is free.",
            "first_seen": "When it was first captured (for saved files without a time: when they were saved here).",
            "last_seen": "When it was last captured.",
            "source": "File or spider it came from; `#17` is the place in a file that holds several pages.",
            "copy_of": "The article with the same text that was here first; one with an address before one without.",
            "warnings": "What to know about the cleaning: `truncated`, `cautious`, `guessed-encoding`, `fallback`.",
            "dense": "1 when some of it is in a script whose words have no clear borders: it is searched by characters too.",
            "cleaned_by": "Versions and rules that made the text.",
            "capture": "The capture the text was made from.",
            "identity": "What makes two captures the same article: the address in canonical form, or the source.",
            "text_digest": "Digest of the text, white space folded: equal for copies.",
            "text": "The article's text: paragraphs with a blank line between them.",
            "site_name": "What the page calls its site; an edition or a section may have a name of its own.",
            "page_type": "What the page is: `article`, `liveblog`, `forum`, `product`, `documentation`, ...; empty for text dumps.",
        },
    ),
    "sites": Description(
        "One row is one site: a host, or a folder of dumps that name no address.",
        {
            "id": "The host without `www.`, or `folder:` and the folder's path.",
            "name": "What its pages call it: the name, or beginning of names, that fits more than half of them; else empty.",
            "kind": "`host` or `folder`.",
            "label": "The name, or where there is none the id.",
        },
    ),
    "authors": Description(
        "One row is one name found in bylines or metadata.",
        {"id": "Number of the author in this archive.", "name": "The name as written."},
    ),
    "article_authors": Description(
        "Who wrote what.",
        {"article": _ARTICLE, "author": "One of its authors.", "position": "Place in the byline, from 0."},
    ),
    "tags": Description(
        "One row is one tag or keyword that pages give themselves.",
        {"id": "Number of the tag in this archive.", "name": "The tag as written."},
    ),
    "article_tags": Description("Which article carries which tag.", {"article": _ARTICLE, "tag": "One of its tags."}),
    "blocks": Description(
        "One row is one visible block of the page: everything that stood there, in page order, kept or not.",
        {
            "article": _ARTICLE,
            "position": "Place on the page, from 0.",
            "text": "The block's text.",
            "role": "What the block is: paragraph, heading, caption, label, ...",
            "kept": "1 when it is part of the article's text.",
            "reason": "Why it is not part of the text; empty for kept blocks.",
            "evidence": "What speaks for that reason.",
            "place": "Where it stood: a line of a dump, a path into the page.",
        },
    ),
    "removed": Description(
        "One row is one block that was taken out of an article, with the reason.",
        {
            "article": _ARTICLE,
            "url": "The article's address.",
            "title": "The article's headline.",
            "position": "Place on the page, from 0: the block's row in `blocks`.",
            "text": "The text that was taken out.",
            "reason": "Why it was taken out.",
            "evidence": "What speaks for that reason.",
        },
    ),
    "captions": Description(
        "One row is the caption of one picture.",
        {
            "article": _ARTICLE,
            "position": "Order among the article's captions, from 0.",
            "block": "Position of its block in `blocks`.",
            "credit": "Whose picture it is.",
            "text": "The caption without the credit.",
        },
    ),
    "comments": Description(
        "One row is one reader's comment below an article.",
        {
            "article": _ARTICLE,
            "position": "Order among the article's comments, from 0.",
            "block": "Position of its block in `blocks`.",
            "author": "Who wrote the comment.",
            "posted": "When: ISO 8601 where the page's time could be read, else as written.",
            "text": "The comment.",
        },
    ),
    "origins": Description(
        "One row says where one field of an article comes from.",
        {
            "article": _ARTICLE,
            "field": "The field: `title`, `published`, `authors`, ...",
            "origin": "Where its value was found: `json-ld`, `og:title`, `h1`, `byline line`, ...",
            "confidence": "How far it can be trusted, 0 to 1; below 0.5 it is a guess.",
        },
    ),
    "versions": Description(
        "One row is an earlier (or older) text of an article that was captured more than once.",
        {
            "article": _ARTICLE,
            "number": "1 is the oldest; the newest text is in `articles`.",
            "captured_at": "When this text was captured.",
            "change": "What the version after it changed: `title`, `text`, ...",
            "capture": "The capture this text was made from.",
            "title": "The headline then.",
            "text": "The text then.",
        },
    ),
    "captures": Description(
        "One row is one page as it came in: one fetch, or one saved file. The bytes lie in the WARC files.",
        {
            "id": "Number of the capture, in the order of saving.",
            "url": "Address it was fetched from, where known.",
            "fetched_at": "When it was fetched, where the source says.",
            "saved_at": "When it was saved into this archive.",
            "status": "HTTP status, for fetched pages.",
            "content_type": "Type of the body, as declared or recognised.",
            "digest": "`sha256:` and the digest of the body.",
            "source": "File or spider it came from; `#17` is the place in a file that holds several pages.",
            "source_offset": "That place as a number.",
            "source_modified": "The file's own time; never taken for a publication date.",
            "record_id": "The record's own name in its source.",
            "headers": "HTTP headers as received: a JSON list of names and values.",
            "site": "The site it belongs to for site memory: host or folder.",
            "record_type": "WARC record type: `resource`, `response`, or `revisit` when the body was already held.",
            "refers_to": "For a revisit: the capture that holds the body.",
            "warc": "WARC file in the folder beside the database; `linked/...` is a link to a file that is read where it lies.",
            "warc_offset": "Where its record begins in that file, in bytes.",
            "warc_length": "Length of the (compressed) record in bytes.",
            "payload_digest": "Digest of the payload, as the record in a saved web archive file states it.",
            "outcome": "What became of it: article, version, copy, not-article, failed; empty while it is still to do.",
            "article": "The article it became, or belongs to as a version or a copy.",
            "cleaned_by": "Versions and rules that decided the outcome.",
            "run": "The run that saved it.",
            "stated": "What stands beside the page in its record (title, authors, dates, section, site): a JSON object.",
        },
    ),
    "rejections": Description(
        "One row is one input that became no article, with the reason.",
        {
            "id": "Number of the rejection in this archive.",
            "capture": "The capture; empty for an input that could not be read at all.",
            "url": "Its address, where known.",
            "source": "File or spider it came from.",
            "kind": "`not-article`: the page is something else; `failed`: something went wrong.",
            "reason": "Why, as a slug.",
            "detail": "Why, in words.",
        },
    ),
    "runs": Description(
        "One row is one run of a command that wrote to the archive.",
        {
            "id": "Number of the run.",
            "command": "The command.",
            "started": "When it began.",
            "finished": "When it ended; empty while it runs, or when it was killed.",
            "status": "running, done, failed, interrupted or killed.",
            "captured": "Captures it saved.",
            "already_held": "Pages it met again whose article was there already.",
            "pages": "Pages it found an answer for: articles + versions + copies + not articles + failed.",
            "articles": "New articles.",
            "versions": "Pages that were another version of an article.",
            "copies": "Pages with the text of an article already held.",
            "not_articles": "Inputs that are no article, those met again included.",
            "failed": "Inputs that could not be read or cleaned, those met again included.",
        },
    ),
    "crawls": Description(
        "One row is what one run of `copydesk crawl` did at one site.",
        {
            "run": "The run.",
            "site": "The site's name in the configuration, or its host.",
            "started": "When it began.",
            "finished": "When it ended; empty while it runs, or when it was killed.",
            "ended": "How: `done`, or what stopped it (docs/crawling.md lists it).",
            "found": "Addresses that were not known before.",
            "fetched": "Requests with an outcome.",
            "new": "Pages that were not known.",
            "changed": "Known pages with another text.",
            "unchanged": "Known pages with the text they had.",
            "not_modified": "Pages of which the server said that they are as they were.",
            "moved": "Addresses that lead to another one.",
            "gone": "Pages that are not there (any more).",
            "failed": "Requests without a usable answer.",
            "refused": "Addresses that were not asked for, and pages that were not kept.",
            "sources": "Feeds, sitemaps and lists of links that were read.",
            "bytes": "Bytes of the bodies that came.",
        },
    ),
    "fetches": Description(
        "One row is one address that a crawl asked for, or had a reason not to ask for.",
        {
            "id": "Number of the fetch in this archive.",
            "run": "The run.",
            "site": "The site's name in the configuration, or its host.",
            "url": "The address.",
            "fetched_at": "When it was asked for.",
            "status": "HTTP status of the answer.",
            "bytes": "Bytes of the body.",
            "milliseconds": "Until the answer began.",
            "outcome": "What came of it (docs/crawling.md lists it).",
            "reason": "Why it failed or was refused.",
            "directives": "What the page says machines may do with it: `noindex`, `noarchive`, `nofollow`, `tdm-reservation`.",
            "capture": "The page that was saved.",
        },
    ),
    "alerts": Description(
        "One row is one trouble of a crawled site, from the crawl that first found it to the one that found it over.",
        {
            "id": "Number of the alert in this archive.",
            "site": "The site's name in the configuration, or its host.",
            "kind": "`quiet`, `failing` or `decayed`.",
            "began": "When a crawl found it.",
            "ended": "When a crawl found it over; empty while it lasts.",
            "detail": "The evidence, in words.",
            "told": "When the command and the webhook of `[alerts]` were told that it began; empty until they could be.",
            "told_over": "When they were told that it is over.",
        },
    ),
    "vanished": Description(
        "One row is one article whose page is not there any more, as the last crawl that asked for it says.",
        {
            "article": "The article, which stays.",
            "url": "Its address.",
            "title": "Headline.",
            "site": "The site.",
            "last_seen": "When it was last captured.",
            "gone_since": "When a crawl first found it gone.",
        },
    ),
    "memory_decisions": Description(
        "One row is what a person decided about a line that recurs on a site; it outlasts whatever is learned anew.",
        {
            "site": "The site: host or folder.",
            "line": "The line's own name: a digest of its text, case and spacing left out, and in a short line the value of numbers.",
            "decision": "`approved`: furniture, however rarely it stands; `forgotten`: never furniture.",
            "decided_at": "When it was decided.",
            "text": "The line as it was then.",
        },
    ),
    "articles_fts": Description(
        "Full-text index over title, byline and text of the articles.",
        {
            "title": "Headline, indexed with weight in ranking.",
            "byline": "Byline.",
            "text": "The article's text.",
        },
    ),
}


def markdown() -> str:
    """The tables of docs/schema.md."""
    return "\n".join(_section(name, table) for name, table in DESCRIPTIONS.items())


def _section(name: str, table: Description) -> str:
    rows = "\n".join(f"| `{column}` | {text} |" for column, text in table.columns.items())
    return f"## {name}\n\n{table.description}\n\n| column | |\n| --- | --- |\n{rows}\n"


if __name__ == "__main__":
    print(markdown())  # noqa: T201 - that is what it is for
