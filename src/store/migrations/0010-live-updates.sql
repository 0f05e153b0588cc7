-- Tells open consoles which alerts have changed. The payload names them only; what changed is asked for.
create function tell_alert_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('precursor_watch_changes', 'alert:' || new.id);
  return null;
end
$$;
create trigger alerts_told after insert on alerts for each row execute function tell_alert_changed();
create trigger alerts_change_told after update on alerts for each row
  when (old.version <> new.version or old.suppression_id is distinct from new.suppression_id)
  execute function tell_alert_changed();

-- Not every sign of life of a claim: only who holds it.
create function tell_claim_changed() returns trigger language plpgsql as $$
begin
  perform pg_notify('precursor_watch_changes', 'claim:' || coalesce(new.alert_id, old.alert_id));
  return null;
end
$$;
create trigger claims_told after insert or delete on claims for each row execute function tell_claim_changed();
create trigger claims_change_told after update on claims for each row
  when (old.user_id <> new.user_id or old.kind <> new.kind) execute function tell_claim_changed();
