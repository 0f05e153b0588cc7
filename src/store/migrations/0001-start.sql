-- Every table of the first version. Times are written by the program, whose clock is a parameter, with milliseconds.

create table sites (
  id text primary key,
  name text not null,
  practice boolean not null,
  origin text not null check (origin in ('file', 'practice', 'console')),
  config jsonb not null,
  config_hash text not null,
  next_run_at timestamptz not null,
  lease_owner text,
  lease_token bigint not null default 0,
  lease_until timestamptz,
  removed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sites_due on sites (next_run_at) where removed_at is null;

create table watchlists (
  version text primary key,
  content jsonb not null,
  stored_at timestamptz not null,
  is_current boolean not null
);
create unique index watchlists_current on watchlists (is_current) where is_current;

-- Names of all substances that any stored watch-list had, so that an old alert still shows one.
create table substances (
  id text primary key,
  name text not null
);

create table runs (
  id bigint generated always as identity primary key,
  site_id text not null references sites (id),
  trigger text not null check (trigger in ('schedule', 'manual', 'command')),
  status text not null
    check (status in ('queued', 'running', 'ok', 'partial', 'blocked', 'failed', 'abandoned')),
  queued_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  worker text,
  token bigint,
  pages integer not null default 0,
  listings integer not null default 0,
  alerts_opened integer not null default 0,
  alerts_revised integer not null default 0,
  skipped jsonb not null default '{}',
  problem text
);
create index runs_of_site on runs (site_id, id desc);
create index runs_unfinished on runs (status, site_id) where status in ('queued', 'running');

create table coverage (
  run_id bigint not null references runs (id),
  position integer not null,
  url text not null,
  outcome text not null,
  status integer,
  detail text,
  at timestamptz not null,
  primary key (run_id, position)
);

create table captures (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null,
  stored_bytes bigint not null,
  content_type text,
  first_seen_at timestamptz not null
);

create table page_captures (
  id bigint generated always as identity primary key,
  site_id text not null references sites (id),
  run_id bigint not null references runs (id),
  url text not null,
  status integer not null,
  sha256 text not null references captures (sha256),
  fetched_at timestamptz not null
);
create index page_captures_of_capture on page_captures (sha256, site_id, id desc);
create index page_captures_of_site on page_captures (site_id);
create index page_captures_of_run on page_captures (run_id);

create table sellers (
  id bigint generated always as identity primary key,
  site_id text not null references sites (id),
  key text not null,
  name text,
  url text,
  country text,
  unique (site_id, key)
);

create table offers (
  id bigint generated always as identity primary key,
  key text not null unique,
  site_id text not null references sites (id),
  seller_id bigint references sellers (id),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null
);
create index offers_of_site on offers (site_id);
create index offers_of_seller on offers (seller_id);

-- Columns that every crawl changes (last_seen_at, last_run_id) are not indexed, so that an update stays cheap.
create table listings (
  id bigint generated always as identity primary key,
  site_id text not null references sites (id),
  key text not null,
  url text not null,
  -- Not jsonb, which sorts keys: the spans of hits index the attributes in the order of the page.
  content json not null,
  content_hash text not null,
  state text not null check (state in ('live', 'gone')),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  last_run_id bigint not null references runs (id),
  capture_sha256 text references captures (sha256),
  offer_id bigint references offers (id),
  unique (site_id, key)
);
create index listings_of_offer on listings (offer_id);
create index listings_of_capture on listings (capture_sha256);

create table assessments (
  listing_id bigint primary key references listings (id),
  watchlist_version text not null,
  verdict text not null check (verdict in ('alert', 'watch', 'clear')),
  score double precision not null,
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  substances text[] not null,
  reasons jsonb not null,
  law jsonb not null,
  assessed_at timestamptz not null
);

create table hits (
  listing_id bigint not null references assessments (listing_id),
  position integer not null,
  substance text not null,
  term text not null,
  technique text not null check (technique in ('name', 'cas', 'cas-separators', 'encoded', 'invisible',
    'lookalike', 'leet', 'inserted', 'spelled-out', 'reversed', 'split', 'misspelled')),
  field text not null check (field in ('title', 'description', 'attributes', 'quantity', 'seller', 'text')),
  start_at integer not null,
  end_at integer not null,
  text text not null,
  primary key (listing_id, position)
);

create table alerts (
  id bigint generated always as identity primary key,
  offer_id bigint not null unique references offers (id),
  site_id text not null references sites (id),
  listing_id bigint not null references listings (id),
  state text not null check (state in ('open', 'escalated', 'snoozed', 'decided', 'reopened')),
  outcome text check (outcome in ('confirmed', 'dismissed', 'duplicate')),
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  severity_rank smallint not null generated always as
    (case severity when 'critical' then 4 when 'high' then 3 when 'medium' then 2 else 1 end) stored,
  score double precision not null,
  substances text[] not null,
  revision integer not null check (revision >= 1),
  material jsonb not null,
  search_text text not null,
  practice boolean not null,
  opened_at timestamptz not null,
  revised_at timestamptz not null,
  decided_at timestamptz,
  check ((state = 'decided') = (outcome is not null)),
  check ((state = 'decided') = (decided_at is not null))
);
create index alerts_by_urgency on alerts (severity_rank desc, score desc, id desc);
create index alerts_waiting on alerts (severity_rank desc, score desc, id desc)
  where state in ('open', 'reopened', 'escalated');
create index alerts_by_time on alerts (opened_at desc, id desc);
create index alerts_by_score on alerts (score desc, id desc);
create index alerts_by_state on alerts (state);
create index alerts_of_site on alerts (site_id);
create index alerts_of_listing on alerts (listing_id);
create index alerts_of_substance on alerts using gin (substances);

-- Searching goes without this index where the server has no pg_trgm: slower, not other.
do $$
begin
  create extension if not exists pg_trgm;
  create index alerts_by_text on alerts using gin (search_text gin_trgm_ops);
exception
  when insufficient_privilege or undefined_file or feature_not_supported or undefined_object then
    raise notice 'no pg_trgm: alerts are searched without an index';
end
$$;

create table decisions (
  id bigint generated always as identity primary key,
  alert_id bigint not null references alerts (id),
  revision integer not null,
  outcome text check (outcome in ('confirmed', 'dismissed', 'duplicate')),
  reason text,
  note text,
  user_name text not null,
  watchlist_version text not null,
  law jsonb not null,
  at timestamptz not null,
  check ((outcome is null) = (reason is null))
);
create index decisions_of_alert on decisions (alert_id, id);

-- A decision is evidence: it is never changed, and only a practice alert's may be removed, by the purge that says so.
create function refuse_decision_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if current_setting('precursor_watch.purge', true) = 'practice'
      and exists (select from alerts where id = old.alert_id and practice) then
      return old;
    end if;
  end if;
  raise exception 'decisions are append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger decisions_append_only before update or delete on decisions
  for each row execute function refuse_decision_change();
create trigger decisions_no_truncate before truncate on decisions
  for each statement execute function refuse_decision_change();

create table outbox (
  id bigint generated always as identity primary key,
  alert_id bigint not null references alerts (id),
  revision integer not null,
  payload jsonb not null,
  created_at timestamptz not null,
  published_at timestamptz,
  unique (alert_id, revision)
);
create index outbox_unpublished on outbox (id) where published_at is null;

create table users (
  id bigint generated always as identity primary key,
  name text not null check (name <> ''),
  password_hash text not null,
  role text not null check (role <> ''),
  created_at timestamptz not null,
  disabled_at timestamptz
);
create unique index users_by_name on users (lower(name));

-- Only a hash of the token is kept, so that who reads the database cannot use a session.
create table sessions (
  token_hash text primary key,
  user_id bigint not null references users (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz not null
);
create index sessions_of_user on sessions (user_id);
create index sessions_by_end on sessions (expires_at);
