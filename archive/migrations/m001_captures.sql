-- What came in: runs, captures, and where their bytes lie.

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
);

create table sites (
    id text primary key,   -- the host without www., or folder:PATH where pages name no address
    name text,             -- what the site calls itself
    kind text not null check (kind in ('host', 'folder'))
) without rowid;

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
);
create index captures_source on captures(source, digest);
-- a body is held once; whoever else has it refers to that capture
create unique index captures_bodies on captures(digest) where refers_to is null;
create index captures_url on captures(url);
create index captures_site on captures(site);
create index captures_article on captures(article);
create index captures_run on captures(run);
create index captures_refers_to on captures(refers_to) where refers_to is not null;
create index captures_to_do on captures(id) where outcome is null;

create table rejections (
    id integer primary key,
    capture integer unique references captures(id) on delete cascade,   -- null: no capture could be made
    url text,
    source text not null,
    kind text not null check (kind in ('not-article', 'failed')),
    reason text not null,        -- a slug of docs/cleaning.md
    detail text not null default ''
);
create unique index rejections_unreadable on rejections(source) where capture is null;
create index rejections_reason on rejections(reason);

create table _warcs (
    name text primary key,
    bytes integer not null       -- what is committed: bytes after it are the tail of a killed run
) without rowid;

create table _signatures (
    site text not null references sites(id),
    digest text not null,        -- of the capture's body
    lines blob not null,         -- pairs of 64-bit line hash and 32-bit word count, little-endian
    primary key (site, digest)
) without rowid;
