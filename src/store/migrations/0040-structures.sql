-- A further way of writing a substance: its structure. Lists that were stored before have none.
alter table hits drop constraint hits_technique_check;
alter table hits add constraint hits_technique_check check (technique in ('name', 'cas', 'structure', 'cas-separators', 'encoded',
  'invisible', 'lookalike', 'leet', 'inserted', 'spelled-out', 'reversed', 'repeated', 'split', 'misspelled'));

update watchlists set content = jsonb_set(content, '{substances}',
  (select coalesce(jsonb_agg('{"structures": []}' || each), '[]') from jsonb_array_elements(content -> 'substances') each));
