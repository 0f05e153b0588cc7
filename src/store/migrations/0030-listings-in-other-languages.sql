-- Pages that all name the same addresses as the same page in other languages are one listing; each row holds what one of them says.
alter table listings add column language_set text;
create index listings_of_languages on listings (language_set) where language_set is not null;
-- How many listings an offer has is told without a look at them.
drop index listings_of_offer;
create index listings_of_offer on listings (offer_id, id) include (language_set) where offer_id is not null;
