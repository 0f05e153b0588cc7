-- Copies of pages that nothing names any more, until their files are removed: a full disk or a crash in between leaves none behind.
create table dropped_captures (
  sha256 text primary key,
  dropped_at timestamptz not null default now()
);
