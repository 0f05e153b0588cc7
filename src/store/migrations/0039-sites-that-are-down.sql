-- Why a site is left alone: it refuses our agent, or its server answers with errors only.
alter table sites add column block_kind text not null default 'refused' check (block_kind in ('refused', 'down'));
