-- How often its receiver has refused a message: attempts that met no receiver tell nothing of when it is given up.
alter table messages add column refusals integer not null default 0;
