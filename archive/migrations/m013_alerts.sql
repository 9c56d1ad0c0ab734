-- Sites in trouble: when it began, when it was over, what was said.

create table alerts (
    id integer primary key,
    site text not null,
    kind text not null check (kind in ('quiet', 'failing', 'decayed')),
    began text not null,
    ended text,
    detail text not null
);
create unique index alerts_open on alerts(site, kind) where ended is null;
create index alerts_site on alerts(site, began);
