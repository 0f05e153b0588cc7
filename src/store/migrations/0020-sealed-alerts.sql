-- Who has read the outcome since it was drawn, or was given it and let it pass on: they are not asked again.
alter table second_looks add column seen_by bigint[] not null default '{}';
create index second_looks_at_hand on second_looks (user_id, alert_id) where state = 'waiting';
