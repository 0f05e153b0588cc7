-- The first look at an alert, which is in no index, finds room on the row's own page: then none of the indexes is written.
alter table alerts set (fillfactor = 85);
