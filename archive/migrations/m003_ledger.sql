-- Every visible block of every article, kept or not.
--
-- A page has hundreds of blocks, so what repeats is stored once: a kept block is a range of the
-- article's own text, a removed one points to its text, both point to what was decided about them.

create table _texts (id integer primary key, digest blob not null unique, text text not null);

create table _decisions (
    id integer primary key,
    role text not null,
    reason text not null,        -- empty if and only if the block is kept
    evidence text not null,
    unique (role, reason, evidence)
);

create table _places (id integer primary key, place text not null unique);

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
) without rowid;
create index _blocks_removed on _blocks(removed) where removed is not null;
create index _blocks_decision on _blocks(decision);

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
left join _texts t on t.id = b.removed;

create view removed as
select b.article, a.url, a.title, b.position, t.text, d.reason, d.evidence
from _blocks b
join articles a on a.id = b.article
join _decisions d on d.id = b.decision
join _texts t on t.id = b.removed
where d.reason not in ('title', 'byline', 'caption', 'comment');
