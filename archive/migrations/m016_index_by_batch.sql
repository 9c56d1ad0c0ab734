-- Search indexes written once for a batch of new articles. FTS5 writes what it has gathered at each savepoint, and a statement
-- that fires triggers begins one, so by triggers alone every article costs a write of its own to each index.

-- Articles whose words are not in the indexes yet. Filled and emptied inside a transaction: no reader sees a row of it.
create table _unindexed (article integer primary key);

drop trigger articles_ai;
drop trigger articles_ad;
drop trigger articles_au;
drop trigger articles_pieces_ai;
drop trigger articles_pieces_bd;
drop trigger articles_pieces_bu;
drop trigger articles_pieces_au;

create trigger articles_ai after insert on articles
when new.id not in (select article from _unindexed) begin
    insert into articles_fts(rowid, title, byline, text) values (new.id, new.title, new.byline, new.text);
end;
create trigger articles_ad after delete on articles
when old.id not in (select article from _unindexed) begin
    insert into articles_fts(articles_fts, rowid, title, byline, text)
    values ('delete', old.id, old.title, old.byline, old.text);
end;
create trigger articles_au after update of title, byline, text on articles
when new.id not in (select article from _unindexed) begin
    insert into articles_fts(articles_fts, rowid, title, byline, text)
    values ('delete', old.id, old.title, old.byline, old.text);
    insert into articles_fts(rowid, title, byline, text) values (new.id, new.title, new.byline, new.text);
end;

create trigger articles_pieces_ai after insert on articles
when new.id not in (select article from _unindexed) begin
    insert into _pieces(rowid, text) select id, text from _pieces_source where id = new.id;
end;
-- before, not after: the view must still see the old row
create trigger articles_pieces_bd before delete on articles
when old.id not in (select article from _unindexed) begin
    insert into _pieces(_pieces, rowid, text) select 'delete', id, text from _pieces_source where id = old.id;
end;
create trigger articles_pieces_bu before update of title, byline, text on articles
when new.id not in (select article from _unindexed) begin
    insert into _pieces(_pieces, rowid, text) select 'delete', id, text from _pieces_source where id = old.id;
end;
create trigger articles_pieces_au after update of title, byline, text on articles
when new.id not in (select article from _unindexed) begin
    insert into _pieces(rowid, text) select id, text from _pieces_source where id = new.id;
end;
