-- What alerted is kept longer and not for ever; a hold may stand on one alert; what somebody asked for is erased at once.
alter table erasures drop constraint erasures_class_check;
alter table erasures add constraint erasures_class_check check (class in ('clear', 'watch', 'alert', 'confirmed'));
-- null: by its age.
alter table erasures add column reason text;

alter table legal_holds add column alert_id bigint references alerts (id) on delete cascade;
drop index legal_holds_standing;
create unique index legal_holds_standing on legal_holds (site_id) where lifted_at is null and alert_id is null;
create unique index legal_holds_of_alert on legal_holds (alert_id) where lifted_at is null and alert_id is not null;
