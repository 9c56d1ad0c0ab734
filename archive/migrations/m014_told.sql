-- Whether somebody was told of a trouble: a webhook that fails is tried again after the next crawl.
alter table alerts add column told text;
alter table alerts add column told_over text;
update alerts set told = began, told_over = ended;
