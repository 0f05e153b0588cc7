-- Nine of ten listings belong to no offer: they need no place in the index.
drop index listings_of_offer;
create index listings_of_offer on listings (offer_id) where offer_id is not null;
