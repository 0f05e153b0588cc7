-- What is older than ledgers are kept for is let go in batches; what those look for has an index.

-- A mark of the run that saw it last: with a reference, letting go of a run would read all listings.
alter table listings drop constraint listings_last_run_id_fkey;
create index site_pages_gone on site_pages (fetched_at) where state = 'gone';
create index former_hits_of_rescreen on former_hits (dropped_by) where dropped_by is not null;

-- When a server last sent this version. Of those that are known already it is not told: they count as sent now.
alter table robots_files add column last_seen_at timestamptz;
update robots_files set last_seen_at = now();
alter table robots_files alter column last_seen_at set not null;
