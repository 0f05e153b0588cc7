-- What an analyst can do besides deciding, who holds an alert, what hides one, and what lists are sorted and filtered by.

-- The time allowed from alert to decision. The operator's settings are written here at every start.
create table service_levels (
  severity text primary key check (severity in ('low', 'medium', 'high', 'critical')),
  severity_rank smallint not null unique,
  seconds integer not null check (seconds > 0)
);
insert into service_levels (severity, severity_rank, seconds)
values ('critical', 4, 14400), ('high', 3, 86400), ('medium', 2, 259200), ('low', 1, 604800);

-- An alert that meets all of what a row names is hidden until the row ends.
create table suppressions (
  id bigint generated always as identity primary key,
  term text,
  site_id text references sites (id) on delete cascade,
  seller_id bigint references sellers (id) on delete cascade,
  reason text not null check (reason <> ''),
  created_by bigint not null references users (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by bigint references users (id),
  check (term is not null or site_id is not null or seller_id is not null)
);
create index suppressions_of_site on suppressions (site_id);
create index suppressions_of_seller on suppressions (seller_id);

alter table alerts
  -- Rises with every change of state or facts: what a decision says it has seen.
  add column version integer not null default 1,
  add column language text,
  add column techniques text[] not null default '{}',
  -- Since when it waits for a decision, and until when there is time for one.
  add column waiting_since timestamptz,
  add column due_at timestamptz,
  add column first_look_at timestamptz,
  add column snoozed_until timestamptz,
  add column snoozed_from text check (snoozed_from in ('open', 'escalated', 'reopened')),
  add column suppression_id bigint references suppressions (id) on delete set null;

update alerts a set waiting_since = opened_at,
  language = (select left(content->>'language', 35) from listings where id = a.listing_id),
  techniques = array(select distinct technique from hits where hits.listing_id = a.listing_id order by technique),
  due_at = opened_at + make_interval(secs => (select seconds from service_levels s where s.severity = a.severity));
alter table alerts alter column waiting_since set not null, alter column due_at set not null;

-- Each alert that a suppression ever hid, so that its author sees what it cost.
create table suppressed_alerts (
  suppression_id bigint not null references suppressions (id) on delete cascade,
  alert_id bigint not null references alerts (id) on delete cascade,
  at timestamptz not null,
  primary key (suppression_id, alert_id)
);
create index suppressed_alerts_of_alert on suppressed_alerts (alert_id);

-- The suppression that hides an alert with this leading listing. A term hides an alert only when nothing else was found.
create function suppression_of(listing bigint, site text, offer bigint, moment timestamptz) returns bigint
language sql stable as $$
  select s.id from suppressions s
  where s.ended_at is null and s.expires_at > moment
    and (s.site_id is null or s.site_id = site)
    and (s.seller_id is null or s.seller_id = (select seller_id from offers where id = offer))
    and (s.term is null or (
      exists (select from hits where listing_id = listing)
      and not exists (select from hits where listing_id = listing and lower(term) <> lower(s.term))))
  order by s.expires_at desc, s.id limit 1
$$;

-- Whoever writes an alert, what lists are filtered by and what a decision refers to stays right.
create function complete_alert() returns trigger language plpgsql as $$
declare
  new_facts boolean := tg_op = 'INSERT';
begin
  if tg_op = 'UPDATE' then
    new_facts := new.revision <> old.revision or new.listing_id <> old.listing_id or new.offer_id <> old.offer_id;
    if (new.state, new.outcome, new.revision, new.severity, new.listing_id, new.offer_id)
      is distinct from (old.state, old.outcome, old.revision, old.severity, old.listing_id, old.offer_id) then
      new.version := old.version + 1;
    end if;
    if new.revision <> old.revision then
      -- What is new was not decided on and not put off.
      if old.state = 'decided' and new.state <> 'decided' then
        new.waiting_since := new.revised_at;
      end if;
      if new.state = 'snoozed' then
        new.state := coalesce(new.snoozed_from, 'open');
      end if;
    end if;
  end if;
  if new_facts then
    select left(content->>'language', 35) into new.language from listings where id = new.listing_id;
    new.techniques := array(select distinct technique from hits where listing_id = new.listing_id order by technique);
    new.suppression_id := suppression_of(new.listing_id, new.site_id, new.offer_id, new.revised_at);
  end if;
  new.waiting_since := coalesce(new.waiting_since, new.opened_at);
  if new.state <> 'snoozed' then
    new.snoozed_until := null;
    new.snoozed_from := null;
  end if;
  if tg_op = 'INSERT' or new.waiting_since <> old.waiting_since or new.severity <> old.severity then
    new.due_at := new.waiting_since
      + make_interval(secs => (select seconds from service_levels where severity = new.severity));
  end if;
  return new;
end
$$;
create trigger alerts_completed before insert or update on alerts for each row execute function complete_alert();

create function record_suppressed() returns trigger language plpgsql as $$
begin
  insert into suppressed_alerts (suppression_id, alert_id, at) values (new.suppression_id, new.id, new.revised_at)
  on conflict do nothing;
  return null;
end
$$;
create trigger alerts_suppressed after insert or update of suppression_id, revision on alerts for each row
  when (new.suppression_id is not null) execute function record_suppressed();

drop index alerts_by_urgency, alerts_waiting;
-- The gravest first, of them the longest waiting; negative, because all columns of an order must point the same way.
create index alerts_by_urgency on alerts ((-severity_rank), waiting_since, id);
create index alerts_waiting on alerts ((-severity_rank), waiting_since, id)
  where state in ('open', 'reopened', 'escalated') and suppression_id is null;
create index alerts_due on alerts (due_at, id)
  where state in ('open', 'reopened', 'escalated') and suppression_id is null;
create index alerts_of_language on alerts (language);
create index alerts_of_technique on alerts using gin (techniques);
create index alerts_snoozed on alerts (snoozed_until) where state = 'snoozed';
create index alerts_hidden on alerts (suppression_id) where suppression_id is not null;

-- One holder each: the key says so. A lease that has ended may be taken by anybody.
create table claims (
  alert_id bigint primary key references alerts (id) on delete cascade,
  user_id bigint not null references users (id),
  kind text not null check (kind in ('open', 'held', 'handed')),
  claimed_at timestamptz not null,
  expires_at timestamptz not null,
  note text
);
create index claims_of_user on claims (user_id);

-- One order over many alerts, kept from its preview to its undoing.
create table bulk_orders (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id),
  request jsonb not null,
  alert_ids bigint[] not null,
  versions integer[] not null,
  created_at timestamptz not null,
  applied_at timestamptz,
  undone_at timestamptz
);
create index bulk_orders_of_user on bulk_orders (user_id, id desc);

-- `before` is how the alert stood, for undoing; `version_after` tells whether it was touched since.
alter table decisions
  add column action text not null default 'decide'
    check (action in ('decide', 'reopen', 'escalate', 'return', 'snooze', 'wake', 'undo')),
  add column policy text,
  add column duplicate_of bigint,
  add column user_id bigint references users (id),
  add column before jsonb,
  add column version_after integer,
  add column undoes bigint references decisions (id),
  add column bulk_id bigint references bulk_orders (id);
alter table decisions disable trigger decisions_append_only;
update decisions set action = 'reopen' where outcome is null;
alter table decisions enable trigger decisions_append_only;
alter table decisions add constraint decisions_outcome_of_decide check ((action = 'decide') = (outcome is not null));
create index decisions_of_user on decisions (user_id, id desc);
create index decisions_in_bulk on decisions (bulk_id) where bulk_id is not null;
create unique index decisions_undone_once on decisions (undoes) where undoes is not null;
