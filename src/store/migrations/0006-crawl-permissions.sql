-- When all crawling was stopped by hand, and domains whose owners do not want to be visited: read before every request.

create table crawl_stops (
  id bigint generated always as identity primary key,
  reason text not null check (reason <> ''),
  stopped_by text not null,
  stopped_at timestamptz not null,
  resumed_by text,
  resumed_at timestamptz,
  check ((resumed_by is null) = (resumed_at is null))
);
-- One stop at a time: the one that holds has not been resumed.
create unique index crawl_stops_in_force on crawl_stops ((true)) where resumed_at is null;

-- The same domain may be on the list twice: in the operator's file and by hand.
create table opt_outs (
  domain text not null check (domain = lower(domain) and domain <> ''),
  origin text not null check (origin in ('file', 'hand')),
  reason text not null,
  added_by text not null,
  added_at timestamptz not null,
  primary key (domain, origin)
);

-- What sites' robots.txt said, word for word, so that the hash in a politeness proof can be looked up.
create table robots_files (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  body text not null,
  first_seen_at timestamptz not null
);

-- The newest answer of each origin, for all processes: it holds for a day. No file: the server says that there is none.
create table robots_answers (
  origin text primary key,
  status integer not null,
  sha256 text references robots_files (sha256),
  fetched_at timestamptz not null
);
create index robots_answers_of_file on robots_answers (sha256);
