-- Listings under several addresses and with a history; offers that are found again, merged and split; sellers that are one.

alter table listings
  -- Rises with each change, each disappearance and each return.
  add column version integer not null default 1;

-- Further keys of one listing: other languages, slugs that change, addresses that it moved from. Said by the site, never guessed.
create table listing_aliases (
  site_id text not null,
  alias text not null,
  listing_id bigint not null references listings (id) on delete cascade,
  primary key (site_id, alias)
);
create index listing_aliases_of_listing on listing_aliases (listing_id);

-- What happened to a listing after it was first seen. `changes` says field by field what it was and what it is.
create table listing_versions (
  listing_id bigint not null references listings (id) on delete cascade,
  version integer not null,
  change text not null check (change in ('changed', 'gone', 'back')),
  at timestamptz not null,
  changes jsonb not null default '[]',
  -- Of the page that showed it; the copy itself may be gone by its age.
  capture_sha256 text,
  primary key (listing_id, version)
);

alter table offers
  -- Of the listing that it began with.
  add column substances text[] not null default '{}',
  -- An analyst said that it is that one: whatever would join it joins that one.
  add column merged_into bigint references offers (id) on delete set null,
  -- An analyst said that this seller has several under the same substances.
  add column split boolean not null default false;
update offers set substances = coalesce((select substances from alerts where offer_id = offers.id), '{}');
create index offers_merged on offers (merged_into) where merged_into is not null;
drop index offers_of_seller;
create index offers_of_seller on offers (seller_id, id);

-- Texts that are much alike share a key. No reference to offers: it would need an index as large as the table.
create table offer_keys (
  key bigint not null,
  offer_id bigint not null,
  primary key (key, offer_id)
);

-- Why a listing belongs to its offer: the rule, and what was compared.
create table placements (
  listing_id bigint primary key references listings (id) on delete cascade,
  rule text not null,
  score double precision not null,
  evidence jsonb not null,
  at timestamptz not null
);

-- "phone:+44…", "domain:…": whoever gives the same key is one seller, unless so many do that it is a service.
create table seller_contacts (
  key text not null,
  seller_id bigint not null references sellers (id) on delete cascade,
  primary key (key, seller_id)
);
create index seller_contacts_of_seller on seller_contacts (seller_id);
create table shared_contacts (
  key text primary key,
  sellers integer not null,
  at timestamptz not null
);

-- Two sellers that may be one: what speaks for it, how strongly, and what an analyst said, which outweighs all of it.
create table seller_links (
  seller_a bigint not null references sellers (id) on delete cascade,
  seller_b bigint not null references sellers (id) on delete cascade,
  strength double precision not null,
  evidence jsonb not null default '[]',
  verdict text check (verdict in ('confirmed', 'cut')),
  verdict_by text,
  verdict_reason text,
  verdict_at timestamptz,
  updated_at timestamptz not null,
  primary key (seller_a, seller_b),
  check (seller_a < seller_b)
);
create index seller_links_of_second on seller_links (seller_b);

-- Fingerprints of pictures: 256 bits as 64 hexadecimal digits, and the parts by which an edited copy is found.
create table pictures (
  id bigint generated always as identity primary key,
  hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
  keys integer[] not null
);
create index pictures_by_key on pictures using gin (keys);
-- Each address is fetched once. A problem says why there is no fingerprint.
create table picture_files (
  url text primary key,
  picture_id bigint references pictures (id) on delete cascade,
  problem text,
  fetched_at timestamptz not null,
  check ((picture_id is null) = (problem is not null))
);
create index picture_files_of_picture on picture_files (picture_id);
create table listing_pictures (
  listing_id bigint not null references listings (id) on delete cascade,
  picture_id bigint not null references pictures (id) on delete cascade,
  primary key (listing_id, picture_id)
);
create index listing_pictures_of_picture on listing_pictures (picture_id);

-- What made each revision of an alert, and what had been decided before.
create table alert_revisions (
  alert_id bigint not null references alerts (id) on delete cascade,
  revision integer not null,
  at timestamptz not null,
  listing_id bigint references listings (id) on delete set null,
  causes text[] not null,
  changes jsonb not null default '[]',
  decided text check (decided in ('confirmed', 'dismissed', 'duplicate')),
  primary key (alert_id, revision)
);

-- Offers beyond what one run of one site may open alerts for: one alert stands for all of them and asks for a look.
alter table alerts add column stands_for integer;
create table held_offers (
  offer_id bigint primary key references offers (id) on delete cascade,
  alert_id bigint not null references alerts (id) on delete cascade,
  listing_id bigint not null references listings (id) on delete cascade,
  run_id bigint not null,
  at timestamptz not null
);
create index held_offers_of_alert on held_offers (alert_id);
