-- What the captures became.

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
    dense integer,                     -- 1: some script without word borders, see m004; null: not looked at yet
    cleaned_by text not null,
    capture integer not null references captures(id),   -- the one the text was made from
    identity text not null unique,     -- what makes two captures the same article: canonical url, or source
    text_digest text,                  -- sha256: of the text with white space folded; null for no text
    text text not null
);
create index articles_url on articles(url);
create index articles_site on articles(site);
create index articles_published on articles(published);
create index articles_published_month on articles(published_month);
create index articles_language on articles(language);
create index articles_section on articles(section);
create index articles_source on articles(source);
create index articles_capture on articles(capture);
create index articles_copy_of on articles(copy_of) where copy_of is not null;
create index articles_text_digest on articles(text_digest);

create table authors (id integer primary key, name text not null unique);

create table article_authors (
    article integer not null references articles(id) on delete cascade,
    author integer not null references authors(id),
    position integer not null,
    primary key (article, author)
) without rowid;
create index article_authors_author on article_authors(author);

create table tags (id integer primary key, name text not null unique);

create table article_tags (
    article integer not null references articles(id) on delete cascade,
    tag integer not null references tags(id),
    primary key (article, tag)
) without rowid;
create index article_tags_tag on article_tags(tag);

create table captions (
    article integer not null references articles(id) on delete cascade,
    position integer not null,
    block integer,                     -- position of its block in `blocks`
    credit text,
    text text not null,
    primary key (article, position)
) without rowid;

create table comments (
    article integer not null references articles(id) on delete cascade,
    position integer not null,
    block integer,
    author text,
    posted text,                       -- ISO 8601 where the page's time could be read, else as written
    text text not null,
    primary key (article, position)
) without rowid;

create table origins (
    article integer not null references articles(id) on delete cascade,
    field text not null,
    origin text not null,
    confidence real not null,
    primary key (article, field, origin)
) without rowid;

create table versions (
    article integer not null references articles(id) on delete cascade,
    number integer not null,           -- 1 is the oldest; the current text is in `articles`
    captured_at text not null,
    change text not null,              -- what is different in the version after it: title, text, ...
    capture integer not null references captures(id),
    title text,
    text text not null,
    primary key (article, capture)
);
create index versions_capture on versions(capture);
