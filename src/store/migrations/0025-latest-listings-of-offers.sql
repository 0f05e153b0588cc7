-- The latest listings of an offer are read without a look at all of them, of which one seller may have a hundred thousand.
drop index listings_of_offer;
create index listings_of_offer on listings (offer_id, id) where offer_id is not null;
