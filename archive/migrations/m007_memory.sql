-- Site memory: signatures of pages of any kind, what a person decided about lines, and articles that wait to be made again.

-- how the lines were read; signatures of another scheme are made again from the raw bytes
alter table _signatures add column scheme integer not null default 1;

create table memory_decisions (
    site text not null references sites(id),
    line text not null,          -- 16 hexadecimal digits of the folded line's digest
    decision text not null check (decision in ('approved', 'forgotten')),
    decided_at text not null,
    text text not null,          -- as it was when the decision was made
    primary key (site, line)
) without rowid;

-- An article stays readable until its pages are cleaned again; the first page that has its identity takes the row over.
create table _to_remake (
    article integer primary key,
    text_digest text             -- of the text it had: its copies are to be grouped anew
);
