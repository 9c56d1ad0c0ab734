-- Web archive files that are read where they lie: a link in the .warc folder, whose name is all the database says of it.

create table _linked_warcs (
    name text primary key,       -- linked/NAME, a link in the .warc folder
    bytes integer not null,      -- its size when it was read first
    head text not null           -- sha256: of its first 64 KiB, to tell another file under the same name
) without rowid;

alter table captures add column payload_digest text;  -- as the record states it
create index captures_record_id on captures(record_id) where record_id is not null;
