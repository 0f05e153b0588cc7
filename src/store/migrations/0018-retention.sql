-- What is kept because somebody said so, and what was erased: hashes stay, words do not.

create table legal_holds (
  id bigint generated always as identity primary key,
  site_id text not null references sites (id),
  reason text not null check (reason <> ''),
  set_by text not null,
  set_at timestamptz not null,
  lifted_by text,
  lifted_at timestamptz,
  check ((lifted_by is null) = (lifted_at is null))
);
create unique index legal_holds_standing on legal_holds (site_id) where lifted_at is null;

create table erasures (
  listing_id bigint primary key,
  site_id text not null,
  class text not null check (class in ('clear', 'watch')),
  -- SHA-256 of its key within the site, of what it said, and of the page that showed it.
  key_sha256 text not null,
  content_hash text not null,
  capture_sha256 text,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  erased_at timestamptz not null
);
