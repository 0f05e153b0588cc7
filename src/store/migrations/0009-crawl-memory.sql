-- What a run writes down while it goes on, and what is remembered of a site's pages from run to run.

-- Each request that a visit took, with what allowed it: robots.txt, rule, pause, budget.
alter table coverage add column requests jsonb not null default '[]';

-- URLs that a run planned, a batch a row. Those without a row in coverage are still to be visited; all are removed when the
-- run ends in order, so what is left belongs to a run that died.
create table frontier (
  run_id bigint not null references runs (id) on delete cascade,
  batch integer not null,
  urls json not null,
  primary key (run_id, batch)
);

create table site_pages (
  site_id text not null references sites (id),
  -- The canonical URL, without the origin where that is one of the site's own, as in the keys of listings.
  key text not null,
  -- As it is fetched: the spelling by which it was linked.
  url text not null,
  kind text not null check (kind in ('sitemap', 'list', 'detail', 'other')),
  -- A list that goes on from another one; it is looked through when something on the site has moved.
  tail boolean not null,
  depth integer not null,
  state text not null check (state in ('waiting', 'live', 'gone')),
  found_at timestamptz not null,
  fetched_at timestamptz,
  changed_at timestamptz,
  -- Validators of the last answer (RFC 9110 §8.8), and the rules of reading under which it was read.
  etag text,
  last_modified text,
  reading text,
  -- What a sitemap or feed said of its last change when it was read.
  modified_at timestamptz,
  -- Keys of the listings that it showed; null: the one with its own key.
  shows text[],
  -- Visits in a row that brought nothing new, and the pause to the next one by age alone.
  quiet integer not null default 0,
  interval_seconds double precision not null default 0,
  due_at timestamptz not null,
  -- Still there though no list or sitemap names it any more.
  unlisted boolean not null default false,
  primary key (site_id, key)
);

-- A site that blocks our agent is left alone until then; cleared by the first run that is let in.
alter table sites
  add column blocked_since timestamptz,
  add column blocked_until timestamptz,
  add column blocked_runs integer not null default 0,
  add column block_reason text;

-- What lists say of the listing, by kind of list: where one says something else than before, its page is worth another look.
alter table listings add column cards jsonb not null default '{}';
