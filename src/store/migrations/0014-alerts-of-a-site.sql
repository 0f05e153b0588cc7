-- Lists of one site in the order of urgency, and their count, without reading every alert of it.
create index alerts_waiting_of_site on alerts (site_id, (-severity_rank), waiting_since, id)
  where state in ('open', 'reopened', 'escalated') and suppression_id is null;
