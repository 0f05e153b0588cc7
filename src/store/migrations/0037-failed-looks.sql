-- Looks in a row at a page that was read before which told nothing of it: each makes the pause to the next one longer.
alter table site_pages add column failures integer not null default 0;
