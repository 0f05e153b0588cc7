-- A further way of writing a term: letters written three times or more.
alter table hits drop constraint hits_technique_check;
alter table hits add constraint hits_technique_check check (technique in ('name', 'cas', 'cas-separators', 'encoded', 'invisible',
  'lookalike', 'leet', 'inserted', 'spelled-out', 'reversed', 'repeated', 'split', 'misspelled'));
