-- The ledger in fewer rows: all blocks of an article about which the same was decided are one row.
--
-- A page of 290 blocks had 290 rows, with two indexes and five foreign keys each; now it has some twenty. Where blocks
-- stood is written in the row itself, each path once. `blocks` and `removed` are what they were.

drop view blocks;
drop view removed;
drop index _blocks_removed;
drop index _blocks_decision;
alter table _blocks rename to _single_blocks;

create table _blocks (
    article integer not null references articles(id) on delete cascade,
    decision integer not null references _decisions(id),
    amount integer not null,     -- of blocks
    within text not null,        -- how all the paths they stood in begin
    stood text not null,         -- JSON: rest of a path -> [[position, last step, text], ...]; for a removed block the text
                                 -- is a number in _texts, for a kept one `start, length` in characters of articles.text
    primary key (article, decision)
) without rowid;
create index _blocks_decision on _blocks(decision);

insert into _blocks(article, decision, amount, within, stood)
select article, decision, sum(amount), '', json_group_object(path, json(together))
from (
    select
        b.article,
        b.decision,
        p.place as path,
        count(*) as amount,
        json_group_array(json(case
            when b.removed is null then json_array(b.position, s.place, b.start, b.length)
            else json_array(b.position, s.place, b.removed)
        end)) as together
    from _single_blocks b
    join _places p on p.id = b.place
    join _places s on s.id = b.step
    group by b.article, b.decision, p.place
)
group by article, decision;

drop table _single_blocks;
drop table _places;

create view blocks as
select
    b.article,
    json_extract(block.value, '$[0]') as position,
    case
        when d.reason <> '' then t.text
        else substr(a.text, json_extract(block.value, '$[2]') + 1, json_extract(block.value, '$[3]'))
    end as text,
    d.role,
    d.reason = '' as kept,
    nullif(d.reason, '') as reason,
    d.evidence,
    b.within || path.key || json_extract(block.value, '$[1]') as place
from _blocks b
join articles a on a.id = b.article
join _decisions d on d.id = b.decision
join json_each(b.stood) path
join json_each(path.value) block
left join _texts t on d.reason <> '' and t.id = json_extract(block.value, '$[2]');

create view removed as
select
    b.article,
    a.url,
    a.title,
    json_extract(block.value, '$[0]') as position,
    t.text,
    d.reason,
    d.evidence
from _blocks b
join articles a on a.id = b.article
join _decisions d on d.id = b.decision
join json_each(b.stood) path
join json_each(path.value) block
join _texts t on t.id = json_extract(block.value, '$[2]')
where d.reason not in ('', 'title', 'byline', 'caption', 'comment');
