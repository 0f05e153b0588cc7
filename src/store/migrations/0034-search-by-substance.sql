-- Alerts are also found by the names and CAS numbers of their substances and by the terms as they are listed.
alter table substances add column cas text[] not null default '{}';
update substances s set cas = listed.cas
from (
  select each->>'id' as id, array(select number->>'number' from jsonb_array_elements(each->'cas') as number) as cas
  from watchlists, jsonb_array_elements(content->'substances') as each where is_current
) listed
where listed.id = s.id;

-- A text as it is compared when somebody searches: without case and accents (U+0300 to U+036F once they are taken apart).
create function plain_text(words text) returns text language sql immutable parallel safe as $$
  select lower(normalize(regexp_replace(normalize(words, nfd), '[\u0300-\u036f]', '', 'g'), nfc))
$$;

-- What an analyst may type to find an alert with this leading listing.
create function search_words(listing bigint, named text[]) returns text language sql stable as $$
  select plain_text(concat_ws(E'\n', l.content->>'title', l.content->'seller'->>'name', l.url,
    (select string_agg(distinct found, E'\n')
      from hits h cross join lateral unnest(array[h.text, h.term]) as found where h.listing_id = l.id),
    (select string_agg(concat_ws(E'\n', s.name, array_to_string(s.cas, E'\n')), E'\n')
      from substances s where s.id = any (named))))
  from listings l where l.id = listing
$$;

-- What was erased stays so.
update alerts set search_text = search_words(listing_id, substances) where search_text <> '';
