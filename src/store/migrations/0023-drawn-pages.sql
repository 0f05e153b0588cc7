-- Pages that are empty until a script has drawn them, by the form of their addresses, so that `fetch: auto` gives the next ones
-- to the browser at once, in whatever run and process.
create table drawn_pages (
  site_id text not null references sites (id) on delete cascade,
  -- Origin and path up to its last "/", with "#" for numbers.
  form text not null,
  -- So many in a row were drawn, counted up to what is enough to expect the next one.
  in_row integer not null,
  -- When one was last read as it was sent.
  looked_at timestamptz not null,
  primary key (site_id, form)
);
