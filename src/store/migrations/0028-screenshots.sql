-- Pictures of pages that a script drew, each beside the copy of the page that it shows, whose life it shares. Its bytes are kept
-- like those of pages.
create table screenshots (
  capture_sha256 text primary key references captures (sha256) on delete cascade,
  sha256 text not null references captures (sha256),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  taken_at timestamptz not null
);
create index screenshots_of_picture on screenshots (sha256);
