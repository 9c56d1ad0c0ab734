-- All that a search narrows, sorts and counts by, in one narrow index: the articles' own rows hold their texts and lie far apart.

create index articles_facets on articles(id, site, section, language, published_month, published);

-- Articles whose pages were there once and are not any more, as the last crawl that asked for them says.
create view vanished as
select
    articles.id as article,
    articles.url,
    articles.title,
    articles.site,
    articles.last_seen,
    (select min(f.fetched_at) from fetches f where f.url = articles.url and f.outcome = 'gone' and f.id > coalesce(
        (select max(g.id) from fetches g where g.url = articles.url and g.outcome not in ('gone', 'failed', 'refused')), 0
    )) as gone_since
from articles
where articles.url in (select url from _frontier where state = 'gone');
