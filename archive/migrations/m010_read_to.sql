-- How far a run that was stopped had come in a web archive file, so that the next one goes on there.

alter table _linked_warcs add column read_to integer;  -- bytes whose records are all saved; null: not being read
alter table _linked_warcs add column chosen text;      -- sha256: of what was asked for; a run that asks for something else begins anew
