-- Alerts are not found by contacts, which are masked: whoever may not see one could search for it piece by piece.

-- A text without the contacts in it: those that are known, and what is masked because it looks like an e-mail address or a
-- phone number. Numbers that are shaped like CAS numbers stay.
create function without_contacts(words text, contacts jsonb) returns text language plpgsql immutable parallel safe as $$
declare
  contact text;
begin
  for contact in
    select part
    from jsonb_array_elements(contacts) each cross join lateral unnest(array[each->>'raw', each->>'value']) part
    where length(part) >= 3 group by part order by length(part) desc
  loop
    -- As it is written, whatever signs are in it.
    words := regexp_replace(words, '***=' || contact, ' ', 'gi');
  end loop;
  words := regexp_replace(words, '[\w.+-]{1,64}\s?[@＠]\s?[\w-]{1,63}(?:\s?\.\s?[\w-]{1,63}){1,5}', ' ', 'g');
  words := regexp_replace(words, '[+＋]\s?\(?\d(?:[ .()/\u00a0–-]{0,2}\d){6,16}', ' ', 'g');
  return regexp_replace(
    words, '(?<!\d)(?!\d{2,7}-\d\d-\d(?!\d))\(?\d(?:[ .()/\u00a0–-]{0,2}\d){8,16}', ' ', 'g');
end
$$;

create or replace function search_words(listing bigint, named text[]) returns text language sql stable as $$
  select plain_text(concat_ws(E'\n',
    -- Longer ones are made to keep the database busy.
    without_contacts(concat_ws(E'\n', left(l.content->>'title', 2000), left(l.content->'seller'->>'name', 2000)),
      coalesce((l.content->'contacts')::jsonb, '[]')), l.url,
    (select string_agg(distinct found, E'\n')
      from hits h cross join lateral unnest(array[h.text, h.term]) as found where h.listing_id = l.id),
    (select string_agg(concat_ws(E'\n', s.name, array_to_string(s.cas, E'\n')), E'\n')
      from substances s where s.id = any (named))))
  from listings l where l.id = listing
$$;

-- What was erased stays so.
update alerts set search_text = search_words(listing_id, substances) where search_text <> '';
