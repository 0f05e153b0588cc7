-- When each site has its turn and what stands in the way of it, jobs that cannot be done, messages, alarms, signs of life.

-- What the claim of due sites reads, so that it need not unpack every site's configuration at every tick.
alter table sites
  add column every_seconds double precision generated always as ((config->'schedule'->>'everySeconds')::double precision) stored,
  add column cron text generated always as (config->'schedule'->>'cron') stored,
  add column timezone text not null generated always as (coalesce(config->'schedule'->>'timezone', 'UTC')) stored,
  -- "08:00-12:00,22:00-02:00"
  add column hours text generated always as (config->'schedule'->>'window') stored,
  add column jitter_seconds double precision not null
    generated always as (coalesce((config->'schedule'->>'jitterSeconds')::double precision, 0)) stored,
  add column priority smallint not null generated always as (coalesce((config->'schedule'->>'priority')::smallint, 0)) stored,
  add column catches_up boolean not null
    generated always as (coalesce((config->'schedule'->>'catchUp')::boolean, true)) stored,
  -- The turn before jitter and hours moved it: turns are counted from it, so that they do not drift.
  add column planned_at timestamptz;

-- Set by a person for one site or, with the scope '*', for all. drain: no new runs; pause: queued ones wait as well.
create table holds (
  scope text primary key,
  mode text not null check (mode in ('drain', 'pause')),
  reason text not null check (reason <> ''),
  set_by text not null,
  since timestamptz not null
);

alter table runs
  -- How often another worker had to go on with it, and how often so since it last read a page.
  add column takeovers integer not null default 0,
  add column takeovers_in_vain integer not null default 0,
  add column pages_at_takeover integer not null default 0;
create index runs_by_end on runs (finished_at desc) where finished_at is not null;

-- Jobs that nobody will try again by themselves: of another version, with a broken payload, out of attempts or of time.
create table parked_jobs (
  id bigint generated always as identity primary key,
  queue text not null,
  job_id text not null,
  payload jsonb not null,
  cause text not null check (cause in ('version', 'payload', 'attempts', 'time-limit')),
  problem text not null,
  parked_at timestamptz not null,
  state text not null default 'parked' check (state in ('parked', 'replayed', 'dropped')),
  settled_at timestamptz
);
create unique index parked_jobs_once on parked_jobs (queue, job_id) where state = 'parked';
create index parked_jobs_by_age on parked_jobs (parked_at);

-- Each job that PostgreSQL knew of and the queue did not.
create table lost_jobs (
  id bigint generated always as identity primary key,
  queue text not null,
  job_id text not null,
  -- What the queue said of it: unknown, completed, failed.
  found text not null,
  found_at timestamptz not null
);
create index lost_jobs_by_age on lost_jobs (found_at);

-- settled: known to have been read, or too old for the queue to tell. Until then its job must be on the queue.
alter table outbox add column settled_at timestamptz;
update outbox set settled_at = published_at where published_at is not null;
create index outbox_unsettled on outbox (id) where published_at is not null and settled_at is null;

create table notifiers (
  id text primary key,
  -- Without secrets: those are only in the memory of who sends.
  config jsonb not null,
  updated_at timestamptz not null,
  removed_at timestamptz
);

create table alarms (
  id bigint generated always as identity primary key,
  kind text not null,
  -- The site, or '*'.
  subject text not null,
  state text not null check (state in ('raised', 'cleared')),
  summary text not null,
  facts jsonb not null,
  raised_at timestamptz not null,
  seen_at timestamptz not null,
  cleared_at timestamptz,
  check ((state = 'cleared') = (cleared_at is not null))
);
create unique index alarms_raised on alarms (kind, subject) where state = 'raised';
create index alarms_by_age on alarms (id desc);

-- One message to one notifier; its content is settled when it is made, so that every attempt says the same.
create table messages (
  id bigint generated always as identity primary key,
  notifier_id text not null references notifiers (id),
  kind text not null check (kind in ('alert', 'digest', 'alarm', 'test')),
  alert_id bigint references alerts (id) on delete cascade,
  content jsonb not null,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  leased_until timestamptz,
  created_at timestamptz not null,
  delivered_at timestamptz,
  problem text,
  check ((state = 'delivered') = (delivered_at is not null))
);
create index messages_waiting on messages (next_attempt_at) where state = 'waiting';
create index messages_in_order on messages (notifier_id, alert_id, id) where state = 'waiting';
create index messages_of_notifier on messages (notifier_id, id desc);
create index messages_of_alert on messages (alert_id);
create index messages_delivered on messages (delivered_at) where state = 'delivered';

-- Each revision that a notifier is to hear of; without a message while it waits for the next digest.
create table notices (
  id bigint generated always as identity primary key,
  notifier_id text not null references notifiers (id),
  alert_id bigint not null references alerts (id) on delete cascade,
  revision integer not null,
  message_id bigint references messages (id) on delete cascade,
  content jsonb not null,
  created_at timestamptz not null,
  unique (notifier_id, alert_id, revision)
);
create index notices_waiting on notices (notifier_id, id) where message_id is null;
create index notices_of_alert on notices (alert_id);
create index notices_of_message on notices (message_id);

create table message_attempts (
  message_id bigint not null references messages (id) on delete cascade,
  number integer not null,
  at timestamptz not null,
  milliseconds integer not null,
  -- HTTP or SMTP status, when there was an answer.
  status integer,
  problem text,
  primary key (message_id, number)
);

-- Last sign of life of each part: "tick", "publish", "watch", "heartbeat", "worker HOST:PID".
create table heartbeats (
  part text primary key,
  beat_at timestamptz not null,
  facts jsonb not null default '{}'
);
