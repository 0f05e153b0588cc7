-- Each time a backup was put back. The database that was lost had the alerts up to `alerts_to`, and may have given each of them
-- revisions and versions up to `numbers_to` that whoever reads alerts knows.
create table restores (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  backup_at timestamptz not null,
  alerts_to bigint not null,
  numbers_to integer not null
);

-- The highest revision or version that the alert may have been given by a database that was lost; 0 when there was none.
create function numbers_given(alert bigint) returns integer language sql stable as $$
  select coalesce(max(numbers_to), 0) from restores where alerts_to >= alert
$$;

-- As it was, but for the version, which goes on after those.
create or replace function complete_alert() returns trigger language plpgsql as $$
declare
  new_facts boolean := tg_op = 'INSERT';
begin
  if tg_op = 'UPDATE' then
    new_facts := new.revision <> old.revision or new.listing_id <> old.listing_id or new.offer_id <> old.offer_id;
    if (new.state, new.outcome, new.revision, new.severity, new.listing_id, new.offer_id)
      is distinct from (old.state, old.outcome, old.revision, old.severity, old.listing_id, old.offer_id) then
      new.version := greatest(old.version, numbers_given(old.id)) + 1;
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
