"""The database's tables and views, as numbered migrations. Says nothing about how rows get there.

Read it beside docs/schema.md. What holds everywhere:

- Names are plural and snake_case; tables that are not for readers start with `_`.
- Times are ISO 8601 in UTC (`2026-07-01T12:00:00Z`), except an article's own dates, which stay as the page gives them.
- Foreign keys are declared and indexed, and deleting an article deletes what belongs to it.
- Wide columns come last: SQLite reads the columns before a long text without touching its overflow pages.
- A released migration is never edited; a change is a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from archive.folding import GLOB_CLASS, sql_fold

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["MIGRATIONS", "migrate", "unknown_migrations"]

MIGRATIONS = Migrations("copydesk")


@MIGRATIONS()
def m001_captures(db: Database) -> None:
    """What came in: runs, captures, and where their bytes lie."""
    _execute(
        db,
        """
        create table runs (
            id integer primary key,
            command text not null,
            started text not null,
            finished text,                            -- null while it runs, or if it was killed
            status text,                              -- running, done, failed, interrupted, killed
            captured integer not null default 0,      -- captures saved by this run
            already_held integer not null default 0,  -- inputs that were in the archive before
            pages integer not null default 0,         -- articles + versions + copies + not_articles + failed
            articles integer not null default 0,
            versions integer not null default 0,
            copies integer not null default 0,
            not_articles integer not null default 0,
            failed integer not null default 0
        )
        """,
        """
        create table sites (
            id text primary key,   -- the host without www., or folder:PATH where pages name no address
            name text,             -- what the site calls itself
            kind text not null check (kind in ('host', 'folder'))
        ) without rowid
        """,
        """
        create table captures (
            id integer primary key,      -- in the order of saving: everything derived follows this order
            url text,
            fetched_at text,             -- null where the source does not say
            saved_at text not null,
            status integer,
            content_type text,
            digest text not null,        -- sha256: of the body
            source text not null,        -- file or spider, with #OFFSET where a file holds several
            source_offset integer,
            source_modified text,        -- the file's own time: provenance, never a publication date
            record_id text,              -- the record's own name in its source
            headers text,                -- JSON list of [name, value], as received
            site text not null references sites(id),
            record_type text not null check (record_type in ('resource', 'response', 'revisit')),
            refers_to integer references captures(id),   -- revisit: the capture that holds the body
            warc text not null,          -- name of the file in the .warc folder beside the database
            warc_offset integer not null,
            warc_length integer not null,
            outcome text check (outcome in ('article', 'version', 'copy', 'not-article', 'failed')),  -- null: to do
            article integer references articles(id) on delete set null,
            cleaned_by text,
            run integer references runs(id)
        )
        """,
        "create index captures_source on captures(source, digest)",
        # a body is held once; whoever else has it refers to that capture
        "create unique index captures_bodies on captures(digest) where refers_to is null",
        "create index captures_url on captures(url)",
        "create index captures_site on captures(site)",
        "create index captures_article on captures(article)",
        "create index captures_run on captures(run)",
        "create index captures_refers_to on captures(refers_to) where refers_to is not null",
        "create index captures_to_do on captures(id) where outcome is null",
        """
        create table rejections (
            id integer primary key,
            capture integer unique references captures(id) on delete cascade,   -- null: no capture could be made
            url text,
            source text not null,
            kind text not null check (kind in ('not-article', 'failed')),
            reason text not null,        -- a slug of docs/cleaning.md
            detail text not null default ''
        )
        """,
        "create unique index rejections_unreadable on rejections(source) where capture is null",
        "create index rejections_reason on rejections(reason)",
        """
        create table _warcs (
            name text primary key,
            bytes integer not null       -- what is committed: bytes after it are the tail of a killed run
        ) without rowid
        """,
        """
        create table _signatures (
            site text not null references sites(id),
            digest text not null,        -- of the capture's body
            lines blob not null,         -- pairs of 64-bit line hash and 32-bit word count, little-endian
            primary key (site, digest)
        ) without rowid
        """,
    )


@MIGRATIONS()
def m002_articles(db: Database) -> None:
    """What the captures became."""
    _execute(
        db,
        """
        create table articles (
            id integer primary key,
            permalink text not null unique,    -- from the identity: the same in every archive
            url text,
            canonical_url text,                -- the address the page claims; never used to tell articles apart
            site text not null references sites(id),
            title text,
            byline text,
            published text,                    -- as the page gives it: a day, or a time with its zone
            published_month text generated always as (
                case when published glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]*' then substr(published, 1, 7) end
            ) virtual,
            modified text,
            language text,
            section text,
            words integer not null,
            lead_image text,
            paywalled integer,                 -- 1, 0, or null where the page does not say
            first_seen text not null,
            last_seen text not null,
            source text not null,
            copy_of integer references articles(id) on delete set null,  -- the first article with this text
            warnings text not null default '',  -- slugs, separated by spaces
            cleaned_by text not null,
            capture integer not null references captures(id),   -- the one the text was made from
            identity text not null unique,     -- what makes two captures the same article: canonical url, or source
            text_digest text,                  -- sha256: of the text with white space folded; null for no text
            text text not null
        )
        """,
        "create index articles_url on articles(url)",
        "create index articles_site on articles(site)",
        "create index articles_published on articles(published)",
        "create index articles_published_month on articles(published_month)",
        "create index articles_language on articles(language)",
        "create index articles_section on articles(section)",
        "create index articles_source on articles(source)",
        "create index articles_capture on articles(capture)",
        "create index articles_copy_of on articles(copy_of) where copy_of is not null",
        "create index articles_text_digest on articles(text_digest)",
        "create table authors (id integer primary key, name text not null unique)",
        """
        create table article_authors (
            article integer not null references articles(id) on delete cascade,
            author integer not null references authors(id),
            position integer not null,
            primary key (article, author)
        ) without rowid
        """,
        "create index article_authors_author on article_authors(author)",
        "create table tags (id integer primary key, name text not null unique)",
        """
        create table article_tags (
            article integer not null references articles(id) on delete cascade,
            tag integer not null references tags(id),
            primary key (article, tag)
        ) without rowid
        """,
        "create index article_tags_tag on article_tags(tag)",
        """
        create table captions (
            article integer not null references articles(id) on delete cascade,
            position integer not null,
            block integer,                     -- position of its block in `blocks`
            credit text,
            text text not null,
            primary key (article, position)
        ) without rowid
        """,
        """
        create table comments (
            article integer not null references articles(id) on delete cascade,
            position integer not null,
            block integer,
            author text,
            posted text,                       -- ISO 8601 where the page's time could be read, else as written
            text text not null,
            primary key (article, position)
        ) without rowid
        """,
        """
        create table origins (
            article integer not null references articles(id) on delete cascade,
            field text not null,
            origin text not null,
            confidence real not null,
            primary key (article, field, origin)
        ) without rowid
        """,
        """
        create table versions (
            article integer not null references articles(id) on delete cascade,
            number integer not null,           -- 1 is the oldest; the current text is in `articles`
            captured_at text not null,
            change text not null,              -- what is different in the version after it: title, text, ...
            capture integer not null references captures(id),
            title text,
            text text not null,
            primary key (article, capture)
        )
        """,
        "create index versions_capture on versions(capture)",
    )


@MIGRATIONS()
def m003_ledger(db: Database) -> None:
    """Every visible block of every article, kept or not.

    A page has hundreds of blocks, so what repeats is stored once: a kept block is a range of the
    article's own text, a removed one points to its text, both point to what was decided about them.
    """
    _execute(
        db,
        "create table _texts (id integer primary key, digest blob not null unique, text text not null)",
        """
        create table _decisions (
            id integer primary key,
            role text not null,
            reason text not null,        -- empty if and only if the block is kept
            evidence text not null,
            unique (role, reason, evidence)
        )
        """,
        "create table _places (id integer primary key, place text not null unique)",
        """
        create table _blocks (
            article integer not null references articles(id) on delete cascade,
            position integer not null,
            decision integer not null references _decisions(id),
            place integer not null references _places(id),   -- the path up to its last step
            step integer not null references _places(id),    -- the last step: `p[3]`, or all of `line 12`
            removed integer references _texts(id),   -- null for a kept block
            start integer,                           -- kept: characters of articles.text
            length integer,
            primary key (article, position)
        ) without rowid
        """,
        "create index _blocks_removed on _blocks(removed) where removed is not null",
        "create index _blocks_decision on _blocks(decision)",
        """
        create view blocks as
        select
            b.article,
            b.position,
            case when b.removed is null then substr(a.text, b.start + 1, b.length) else t.text end as text,
            d.role,
            b.removed is null as kept,
            nullif(d.reason, '') as reason,
            d.evidence,
            p.place || s.place as place
        from _blocks b
        join articles a on a.id = b.article
        join _decisions d on d.id = b.decision
        join _places p on p.id = b.place
        join _places s on s.id = b.step
        left join _texts t on t.id = b.removed
        """,
        """
        create view removed as
        select b.article, a.url, a.title, b.position, t.text, d.reason, d.evidence
        from _blocks b
        join articles a on a.id = b.article
        join _decisions d on d.id = b.decision
        join _texts t on t.id = b.removed
        where d.reason not in ('title', 'byline', 'caption', 'comment')
        """,
    )


@MIGRATIONS()
def m004_search(db: Database) -> None:
    """Full-text search, kept up to date by triggers.

    `articles_fts` finds words. `_pieces` finds three-character pieces, for articles with text in scripts
    where words have no clear borders; its source is a view, so the folding stands in one place, and the
    two line ends after each field let a word of two characters be found at the very end.
    """
    source = "coalesce(title, '') || char(10, 10) || coalesce(byline, '') || char(10, 10) || text || char(10, 10)"
    from_view = "select id, text from _pieces_source where id ="
    _execute(
        db,
        # content in double quotes: with single ones Datasette does not see that the table can be searched
        """
        create virtual table articles_fts using fts5(
            title, byline, text, content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
        )
        """,
        # a word in the headline counts as eight in the text: whoever searches knows headlines
        "insert into articles_fts(articles_fts, rank) values ('rank', 'bm25(8.0, 2.0, 1.0)')",
        _index("articles_ai", "after insert", "new"),
        _unindex("articles_ad", "after delete"),
        f"""
        create trigger articles_au after update of title, byline, text on articles begin
            {_UNINDEX};
            insert into articles_fts(rowid, title, byline, text) values (new.id, new.title, new.byline, new.text);
        end
        """,
        f"""
        create view _pieces_source as
        select id, {sql_fold(source)} as text from articles
        where text glob '*[{GLOB_CLASS}]*' or title glob '*[{GLOB_CLASS}]*'
        """,
        "create virtual table _pieces using fts5(text, content='_pieces_source', content_rowid='id', tokenize='trigram')",
        "create virtual table _pieces_vocabulary using fts5vocab('_pieces', 'row')",
        f"""
        create trigger articles_pieces_ai after insert on articles begin
            insert into _pieces(rowid, text) {from_view} new.id;
        end
        """,
        # Before, not after: the view must still see the old row.
        f"""
        create trigger articles_pieces_bd before delete on articles begin
            insert into _pieces(_pieces, rowid, text) select 'delete', * from ({from_view} old.id);
        end
        """,
        f"""
        create trigger articles_pieces_bu before update of title, byline, text on articles begin
            insert into _pieces(_pieces, rowid, text) select 'delete', * from ({from_view} old.id);
        end
        """,
        f"""
        create trigger articles_pieces_au after update of title, byline, text on articles begin
            insert into _pieces(rowid, text) {from_view} new.id;
        end
        """,
    )


_UNINDEX = (
    "insert into articles_fts(articles_fts, rowid, title, byline, text) "
    "values ('delete', old.id, old.title, old.byline, old.text)"
)


def _index(name: str, when: str, row: str) -> str:
    return (
        f"create trigger {name} {when} on articles begin insert into articles_fts(rowid, title, byline, text) "
        f"values ({row}.id, {row}.title, {row}.byline, {row}.text); end"
    )


def _unindex(name: str, when: str) -> str:
    return f"create trigger {name} {when} on articles begin {_UNINDEX}; end"


def migrate(db: Database) -> None:
    """Bring a database up to date, in one transaction: all of it or nothing."""
    if not MIGRATIONS.pending(db):
        return
    db.conn.execute("begin immediate")
    try:
        MIGRATIONS.apply(db)
    except BaseException:
        db.conn.execute("rollback")
        raise
    db.conn.execute("commit")


def unknown_migrations(db: Database) -> list[str]:
    """Migrations in the database that this version does not have: a newer copydesk was here."""
    known = {migration.name for migration in MIGRATIONS._migrations}  # noqa: SLF001 - no public list
    return [applied.name for applied in MIGRATIONS.applied(db) if applied.name not in known]


def _execute(db: Database, *statements: str) -> None:
    # One by one: executescript would commit the migration's transaction.
    for statement in statements:
        db.conn.execute(statement)
