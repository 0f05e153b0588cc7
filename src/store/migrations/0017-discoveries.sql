-- What keeps company with confirmed hits and stands on no list; a person accepts it as a draft term or drops it.
create table discoveries (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('cas', 'code', 'name')),
  -- Lower case, without separators: what tells one from another.
  key text not null,
  text text not null,
  score double precision not null,
  listings integer not null,
  sellers integer not null,
  beside text[] not null,
  evidence jsonb not null,
  state text not null default 'new' check (state in ('new', 'accepted', 'dropped')),
  substance text,
  decided_by text,
  decided_at timestamptz,
  found_at timestamptz not null,
  unique (kind, key),
  check ((state = 'accepted') = (substance is not null)),
  check ((state = 'new') = (decided_at is null))
);
create index discoveries_by_rank on discoveries (state, (kind <> 'cas'), score desc, id);
