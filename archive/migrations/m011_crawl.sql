-- Crawling: addresses with their states, what each request brought, what a run did at each site.

create table _frontier (
    id integer primary key,
    site text not null,                 -- the site's name in the crawl's configuration
    identity text not null,             -- the address in canonical form
    url text not null,
    kind text not null,                 -- page, listing, feed, sitemap
    state text not null default 'waiting',  -- waiting, fetched, moved, gone, refused, failed
    priority real not null default 0,
    depth integer not null default 0,
    redirects integer not null default 0,
    due text,                           -- when to fetch it; null: never again
    pause integer not null default 0,   -- seconds between the last fetch and the next
    etag text,
    last_modified text,
    digest text,                        -- of the last body
    failures integer not null default 0,
    fetched integer not null default 0, -- how often
    last_fetched text,
    capture integer references captures(id) on delete set null,  -- the last one
    shape text not null,                -- the address with its numbers and values left out
    found_at text not null,
    found_on text,
    stated text,                        -- what the feed or sitemap says of the page: a JSON object
    unique (site, identity)
);
create index _frontier_due on _frontier(site, due) where due is not null;
create index _frontier_next on _frontier(site, priority desc, id) where due is not null;
create index _frontier_shape on _frontier(site, shape);
create index _frontier_capture on _frontier(capture) where capture is not null;

create table fetches (
    id integer primary key,
    run integer not null references runs(id),
    site text not null,
    url text not null,
    fetched_at text not null,
    status integer,
    bytes integer not null default 0,
    milliseconds integer not null default 0,
    outcome text not null check (outcome in
        ('new', 'changed', 'unchanged', 'not-modified', 'moved', 'gone', 'failed', 'refused', 'source')),
    reason text,
    directives text,
    capture integer references captures(id) on delete set null
);
create index fetches_run on fetches(run, site);
create index fetches_site on fetches(site, fetched_at);
create index fetches_url on fetches(url);
create index fetches_capture on fetches(capture) where capture is not null;

create table crawls (
    run integer not null references runs(id),
    site text not null,
    started text not null,
    finished text,
    ended text,
    found integer not null default 0,
    fetched integer not null default 0,
    new integer not null default 0,
    changed integer not null default 0,
    unchanged integer not null default 0,
    not_modified integer not null default 0,
    moved integer not null default 0,
    gone integer not null default 0,
    failed integer not null default 0,
    refused integer not null default 0,
    sources integer not null default 0,
    bytes integer not null default 0,
    primary key (run, site)
) without rowid;
create index crawls_site on crawls(site, started);

-- Another body with the same text is no change: that is known only when the page has been cleaned.
create trigger captures_unchanged after update of outcome on captures
when new.outcome = 'copy' and old.outcome is null
begin
    update crawls set changed = changed - 1, unchanged = unchanged + 1
    where (run, site) in (select run, site from fetches where capture = new.id and outcome = 'changed');
    update fetches set outcome = 'unchanged' where capture = new.id and outcome = 'changed';
end;
