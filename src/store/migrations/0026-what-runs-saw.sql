alter table runs
  -- Contacts that name nobody and pictures without a fingerprint, counted by reason.
  add column unused jsonb not null default '{}',
  -- Listings that were on offer when it ended and that it had read, been told of or had confirmed; null before it ends.
  add column known integer,
  -- Whether it looked through the lists from end to end or only where something moves; null: not to be told.
  add column lists text check (lists in ('all', 'some'));
