-- What one re-screening has opened for a site, counted for all that screen: its ranges open no more than a run may.
create table rescreen_floods (
  rescreen_id bigint not null references rescreens (id) on delete cascade,
  site_id text not null references sites (id) on delete cascade,
  opened integer not null default 0,
  -- The alert that stands for all that is held back.
  alert_id bigint references alerts (id) on delete set null,
  primary key (rescreen_id, site_id)
);
