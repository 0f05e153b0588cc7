-- What in robots.txt allowed or forbade the request for a picture.
alter table picture_files add column rule text;
-- Listings that alert or are watched are few among many.
create index assessments_of_interest on assessments (listing_id) where verdict in ('alert', 'watch');
