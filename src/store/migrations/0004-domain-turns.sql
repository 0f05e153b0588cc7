-- Whose turn it is at a registrable domain, for all processes. Times are the server's own: the machines that share a domain
-- may disagree on theirs.
create table domain_turns (
  domain text primary key,
  -- Nobody may ask before.
  free_at timestamptz not null,
  ended_at timestamptz,
  holder text,
  held_until timestamptz,
  slowness double precision not null default 1,
  usual_ms double precision
);
