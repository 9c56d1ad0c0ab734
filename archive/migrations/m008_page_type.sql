-- What each page is: an archive holds more than articles, and who counts articles wants no forum among them.

alter table articles add column page_type text;  -- a slug of docs/cleaning.md; null for text dumps, which do not show it
