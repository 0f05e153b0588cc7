-- A receiver that does not answer is left alone for a while, whatever waits for it.
alter table notifiers
  -- Attempts in a row that the receiver did not answer.
  add column failures integer not null default 0,
  add column rests_until timestamptz;

-- What a notifier is sent next: alarms first, then by time.
drop index messages_waiting;
create index messages_next on messages (notifier_id, (kind <> 'alarm'), next_attempt_at, id) where state = 'waiting';

-- When it was first to be sent: the end of quiet hours, or when it was made.
alter table messages add column due_at timestamptz;
update messages set due_at = created_at;
alter table messages alter column due_at set not null;

-- When the notifiers heard of it, which does not wait for the queue.
alter table outbox add column noted_at timestamptz;
update outbox set noted_at = created_at;
create index outbox_unnoted on outbox (id) where noted_at is null;
