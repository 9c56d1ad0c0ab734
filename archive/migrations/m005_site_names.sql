-- What each page calls its site. A page speaks for its own edition: what the site is called is decided over all its
-- pages, in archive/site_names.py, by an index that leaves the texts alone.

alter table articles add column site_name text;

drop index articles_site;
create index articles_site on articles(site, language, site_name);

-- what tables show instead of the site's key
alter table sites add column label text generated always as (coalesce(name, id)) virtual;
