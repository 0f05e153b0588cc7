-- What analysts propose after a wrong alert: a phrase in whose company a term is innocent. Nothing here screens anything:
-- an operator takes a draft into a watch-list pack, or drops it.
create table exception_drafts (
  id bigint generated always as identity primary key,
  alert_id bigint references alerts (id) on delete set null,
  term text not null check (term <> ''),
  phrase text not null check (phrase <> ''),
  note text,
  -- Counts at the time of the proposal: what it would have removed.
  removes jsonb not null,
  watchlist_version text not null,
  created_by bigint not null references users (id),
  created_at timestamptz not null,
  dropped_at timestamptz,
  dropped_by bigint references users (id)
);
create index exception_drafts_of_alert on exception_drafts (alert_id);
