-- A listing that goes is looked for in all that refers to it: without these, each one reads whole tables.
create index alert_revisions_of_listing on alert_revisions (listing_id) where listing_id is not null;
create index held_offers_of_listing on held_offers (listing_id);
