-- How many listings of a run had each field, by which reader, and what stood there and could not be read.
create table field_coverage (
  run_id bigint not null references runs (id) on delete cascade,
  -- Kind of the pages that were read.
  pages text not null check (pages in ('detail', 'list', 'other', 'blocked')),
  field text not null,
  reader text not null,
  filled integer not null,
  -- All listings of such pages in the run.
  listings integer not null,
  unread integer not null,
  -- Up to three of what could not be read, contacts masked.
  samples jsonb not null default '[]',
  primary key (run_id, pages, field, reader)
);
