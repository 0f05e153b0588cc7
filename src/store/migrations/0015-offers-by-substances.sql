-- Offers of one seller under the same substances are found at once, however many the seller has.
create index offers_of_seller_and_substances on offers (seller_id, substances, id);

-- What is known of the listing is only what a list says: reading its own page is no change of it.
alter table listings add column partial boolean not null default false;
