-- A list that finds nothing more than the one before leaves listings that had nothing to them as they are.
alter table rescreens add column whole boolean not null default true;
