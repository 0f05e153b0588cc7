-- A term hides an alert only when nothing else was found in any listing of its offer: the leading one alone does not tell.
create or replace function suppression_of(listing bigint, site text, offer bigint, moment timestamptz) returns bigint
language sql stable as $$
  select s.id from suppressions s
  where s.ended_at is null and s.expires_at > moment
    and (s.site_id is null or s.site_id = site)
    and (s.seller_id is null or s.seller_id = (select seller_id from offers where id = offer))
    and (s.term is null or (
      exists (select from hits where listing_id = listing)
      and not exists (select from hits where listing_id = listing and lower(term) <> lower(s.term))
      and not exists (select from listings l join hits h on h.listing_id = l.id
        where l.offer_id = offer and lower(h.term) <> lower(s.term))))
  order by s.expires_at desc, s.id limit 1
$$;
update alerts set suppression_id = suppression_of(listing_id, site_id, offer_id, '-infinity')
where suppression_id is not null;
