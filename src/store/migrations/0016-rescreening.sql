-- Screening of stored listings under another list or on another day, in ranges that any number of workers share.

create table rescreens (
  id bigint generated always as identity primary key,
  trigger text not null check (trigger in ('list', 'date', 'command')),
  -- law: only listings that an assessment names a law for, since a day changes nothing else.
  scope text not null check (scope in ('all', 'law')),
  watchlist_version text not null references watchlists (version),
  law_on date not null,
  state text not null check (state in ('running', 'paused', 'done', 'replaced')),
  -- The cursor: ranges are given out from here to the newest listing of the day it was begun.
  next_id bigint not null,
  last_id bigint not null,
  total integer not null,
  requested_by text not null,
  requested_at timestamptz not null,
  finished_at timestamptz
);
-- A newer list replaces the one that is under way.
create unique index rescreens_open on rescreens ((true)) where state in ('running', 'paused');

-- Under which list each stretch of listings was screened last: unchanged assessments are not written again.
create table rescreen_ranges (
  rescreen_id bigint not null references rescreens (id) on delete cascade,
  first_id bigint not null,
  last_id bigint not null,
  watchlist_version text not null,
  worker text not null,
  leased_until timestamptz not null,
  screened integer not null default 0,
  changed integer not null default 0,
  opened integer not null default 0,
  revised integer not null default 0,
  done_at timestamptz,
  primary key (rescreen_id, first_id)
);
create index rescreen_ranges_undone on rescreen_ranges (rescreen_id, leased_until) where done_at is null;

create table rescreen_changes (
  rescreen_id bigint not null references rescreens (id) on delete cascade,
  listing_id bigint not null references listings (id) on delete cascade,
  verdict_before text,
  verdict_after text not null,
  -- Substances that carry the verdict now and did not, and the other way round.
  gained text[] not null,
  lost text[] not null,
  -- Against the first day on which a gained substance is listed anywhere; null when no such day is known.
  on_sale text check (on_sale in ('before', 'across', 'after')),
  at timestamptz not null,
  primary key (rescreen_id, listing_id)
);
create index rescreen_changes_of_listing on rescreen_changes (listing_id);

-- Hits that a later list no longer gives: shown, not deleted.
create table former_hits (
  id bigint generated always as identity primary key,
  listing_id bigint not null references listings (id) on delete cascade,
  substance text not null,
  term text not null,
  technique text not null,
  field text not null,
  text text not null,
  watchlist_version text not null,
  dropped_by bigint references rescreens (id) on delete set null,
  dropped_at timestamptz not null,
  unique (listing_id, substance, term, field)
);
