-- A further way of writing a substance: a systematic name that is read as its structure.
alter table hits drop constraint hits_technique_check;
alter table hits add constraint hits_technique_check check (technique in ('name', 'systematic', 'cas', 'structure', 'cas-separators',
  'encoded', 'invisible', 'lookalike', 'leet', 'inserted', 'spelled-out', 'reversed', 'repeated', 'split', 'misspelled'));
