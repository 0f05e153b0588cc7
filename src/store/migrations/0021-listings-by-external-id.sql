-- A page that moved is the same listing by the shop's own number of it: found by an index, told by more than that.
alter table listings add column external_id text;
update listings set external_id = left(content->>'externalId', 200) where content->>'externalId' is not null;
create index listings_by_external_id on listings (site_id, external_id) where external_id is not null;
