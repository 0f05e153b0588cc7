-- Hosts that asked to be left alone, with why. Times are the server's own, as those of domain_turns.
create table domain_holds (
  name text primary key,
  -- When the first of the pauses that follow on each other was asked for.
  since timestamptz not null,
  until timestamptz not null,
  why text not null
);

-- What is held already stays held, for all of the domain: who of it asked is not known any more.
insert into domain_holds (name, since, until, why)
select domain, coalesce(ended_at, now()), free_at, 'asked for before reasons were kept'
from domain_turns where free_at > now() + interval '10 minutes';
update domain_turns set free_at = now() where free_at > now() + interval '10 minutes';
