-- Full-text search, kept up to date by triggers.
--
-- `articles_fts` finds words. `_pieces` finds pieces of three characters, for articles with text in scripts where
-- words have no clear borders. What it indexes is a view, so that folding stands in one place; `{{fold ...}}` and
-- `{{dense}}` are put in from archive/folding.py.

-- content in double quotes: with single ones Datasette does not see that the table can be searched
create virtual table articles_fts using fts5(
    title, byline, text, content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
);
-- a word in the headline counts as eight in the text: whoever searches knows headlines
insert into articles_fts(articles_fts, rank) values ('rank', 'bm25(8.0, 2.0, 1.0)');

create trigger articles_ai after insert on articles begin
    insert into articles_fts(rowid, title, byline, text) values (new.id, new.title, new.byline, new.text);
end;
create trigger articles_ad after delete on articles begin
    insert into articles_fts(articles_fts, rowid, title, byline, text)
    values ('delete', old.id, old.title, old.byline, old.text);
end;
create trigger articles_au after update of title, byline, text on articles begin
    insert into articles_fts(articles_fts, rowid, title, byline, text)
    values ('delete', old.id, old.title, old.byline, old.text);
    insert into articles_fts(rowid, title, byline, text) values (new.id, new.title, new.byline, new.text);
end;

-- Two line ends after each field: so a word of two characters at its very end begins a piece as well.
-- The text is looked at here only where copydesk did not: for 11 kilobytes GLOB takes 0.7 ms, Python 0.03 ms.
create view _pieces_source as
select
    id,
    {{fold coalesce(title, '') || char(10, 10) || coalesce(byline, '') || char(10, 10) || text || char(10, 10)}} as text
from articles
where coalesce(dense, text glob '*[{{dense}}]*' or title glob '*[{{dense}}]*');

create virtual table _pieces using fts5(text, content='_pieces_source', content_rowid='id', tokenize='trigram');
create virtual table _pieces_vocabulary using fts5vocab('_pieces', 'row');

create trigger articles_pieces_ai after insert on articles begin
    insert into _pieces(rowid, text) select id, text from _pieces_source where id = new.id;
end;
-- before, not after: the view must still see the old row
create trigger articles_pieces_bd before delete on articles begin
    insert into _pieces(_pieces, rowid, text) select 'delete', id, text from _pieces_source where id = old.id;
end;
create trigger articles_pieces_bu before update of title, byline, text on articles begin
    insert into _pieces(_pieces, rowid, text) select 'delete', id, text from _pieces_source where id = old.id;
end;
create trigger articles_pieces_au after update of title, byline, text on articles begin
    insert into _pieces(rowid, text) select id, text from _pieces_source where id = new.id;
end;
