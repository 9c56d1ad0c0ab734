-- What stands beside a page in the record it came from: title, authors, date columns.

alter table captures add column stated text;  -- JSON object, as stated; null where nothing is
