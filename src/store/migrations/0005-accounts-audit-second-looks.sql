-- Accounts with second factors, tokens and outside identities; the audit trail; second looks; what each person keeps.

alter table users
  -- null: signs in elsewhere only.
  alter column password_hash drop not null,
  add column totp_secret text,
  add column totp_confirmed_at timestamptz,
  -- The last time step that was used: a code is good once.
  add column totp_last_step bigint,
  add column failed_sign_ins integer not null default 0,
  add column locked_until timestamptz,
  add column oidc_issuer text,
  add column oidc_subject text;
create unique index users_by_oidc on users (oidc_issuer, oidc_subject) where oidc_subject is not null;

alter table sessions
  add column id bigint generated always as identity unique,
  add column address text,
  add column user_agent text;

create table api_tokens (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  name text not null check (name <> ''),
  token_hash text not null unique,
  scopes text[] not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_of_user on api_tokens (user_id);

-- An answer that is given again to the same request with the same key. A row without a status is still being worked on.
create table idempotency_keys (
  user_id bigint not null references users (id),
  key text not null,
  fingerprint text not null,
  status integer,
  content_type text,
  body text,
  created_at timestamptz not null,
  primary key (user_id, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table saved_views (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  name text not null check (name <> ''),
  query jsonb not null,
  shared boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index saved_views_by_name on saved_views (user_id, lower(name));

-- Who may see the contacts of which alert for how long, and why.
create table reveals (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  alert_id bigint not null references alerts (id) on delete cascade,
  reason text not null check (reason <> ''),
  at timestamptz not null,
  until timestamptz not null
);
create index reveals_of_alert on reveals (alert_id, user_id, until);

-- The share of decisions that somebody else makes again without seeing the first; the highest that fits counts.
create table sampling_rates (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('all', 'term', 'site', 'person')),
  value text not null,
  rate double precision not null check (rate between 0 and 1),
  unique (kind, value)
);

-- Alerts whose right answer is known.
create table gold_items (
  id bigint generated always as identity primary key,
  alert_id bigint not null unique references alerts (id) on delete cascade,
  outcome text not null check (outcome in ('confirmed', 'dismissed', 'duplicate')),
  reason text not null,
  note text,
  created_by bigint not null references users (id),
  created_at timestamptz not null
);

create table second_looks (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('sample', 'gold')),
  alert_id bigint not null references alerts (id) on delete cascade,
  decision_id bigint,
  first_user_id bigint references users (id),
  first_outcome text not null check (first_outcome in ('confirmed', 'dismissed', 'duplicate')),
  first_reason text not null,
  state text not null check (state in ('waiting', 'agreed', 'disagreed', 'resolved')),
  created_at timestamptz not null,
  user_id bigint references users (id),
  assigned_until timestamptz,
  outcome text check (outcome in ('confirmed', 'dismissed', 'duplicate')),
  reason text,
  note text,
  answered_at timestamptz,
  stands text check (stands in ('first', 'second')),
  resolved_by bigint references users (id),
  resolved_at timestamptz,
  resolution_note text,
  check ((state = 'waiting') = (answered_at is null)),
  check ((state = 'resolved') = (resolved_at is not null))
);
create index second_looks_waiting on second_looks (created_at, id) where state = 'waiting';
create index second_looks_by_state on second_looks (state, id);
create index second_looks_of_user on second_looks (user_id);
create index second_looks_of_alert on second_looks (alert_id);
create index second_looks_of_decision on second_looks (decision_id);

-- What was done and looked at. `entry` is the text that is hashed, so that anybody can check the chain: the hash of each
-- row covers its number, its entry and the hash before.
create table audit_log (
  number bigint primary key,
  entry text not null,
  previous_hash text not null,
  hash text not null,
  at text not null generated always as (entry::jsonb ->> 'at') stored,
  actor text not null generated always as (entry::jsonb ->> 'actor') stored,
  action text not null generated always as (entry::jsonb ->> 'action') stored,
  subject text generated always as (entry::jsonb ->> 'subject') stored
);
create index audit_log_by_action on audit_log (action, number);
create index audit_log_by_actor on audit_log (actor, number);
create index audit_log_by_subject on audit_log (subject, number);

-- Rows take turns until their transaction ends, so that the chain has neither forks nor gaps.
create function chain_audit() returns trigger language plpgsql as $$
declare
  last record;
begin
  perform pg_advisory_xact_lock(hashtext('precursor_watch.audit'));
  select number, hash into last from audit_log order by number desc limit 1;
  new.number := coalesce(last.number, 0) + 1;
  new.previous_hash := coalesce(last.hash, repeat('0', 64));
  new.hash := encode(sha256(convert_to(new.number || E'\n' || new.previous_hash || E'\n' || new.entry, 'UTF8')), 'hex');
  return new;
end
$$;
create trigger audit_log_chained before insert on audit_log for each row execute function chain_audit();

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_audit_change();
create trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function refuse_audit_change();
