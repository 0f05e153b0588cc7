-- Which folder holds the copies of pages: a file in it has the same id. Not part of a backup, which is put back into another one.
create table captures_folder (
  id uuid primary key,
  noted_at timestamptz not null default now(),
  only_one boolean not null default true unique check (only_one)
);
