/** What a list of alerts is narrowed by, as conditions on `alerts a`. */
import { type RawBuilder, sql } from 'kysely';
import { WAITING_STATES } from '../../model/alert.ts';
import type { AlertFilters, LIST_STATES } from '../../model/api.ts';
import { SEVERITIES, type Severity } from '../../model/assessment.ts';
import { type TypedPart, typedParts } from '../../text/cas-number.ts';
import { notAmong } from './sealed-alerts.ts';

type ListState = (typeof LIST_STATES)[number];

/** What waits for a decision. Written out, so that the indexes on just these rows fit. */
export const IS_WAITING = sql`a.state in (${sql.join(WAITING_STATES.map((state) => sql.lit(state)))}) and a.suppression_id is null`;

const STATE_CONDITIONS: Readonly<Record<ListState, RawBuilder<unknown>>> = {
  open: sql`${IS_WAITING} and a.state <> 'escalated'`,
  escalated: sql`${IS_WAITING} and a.state = 'escalated'`,
  snoozed: sql`a.state = 'snoozed'`,
  suppressed: sql`a.state <> 'decided' and a.suppression_id is not null`,
  decided: sql`a.state = 'decided'`,
  all: sql`true`,
};

export function stateCondition(state: ListState): RawBuilder<unknown> {
  return STATE_CONDITIONS[state];
}

/** `except`: alerts that whoever asks must not find by how they were decided. */
export type KnownFilters = AlertFilters & { readonly except?: readonly number[] };

/** All of them together; ages count from `now`. */
export function filterOf(filters: KnownFilters, now: Date): RawBuilder<unknown> {
  const parts = [sql`true`];
  const { severity, substance, site, seller, language, technique, outcome } = filters;
  // By rank, negative, as it stands in the index of the order by urgency.
  if (severity !== undefined) parts.push(sql`(-a.severity_rank) = ${-rankOf(severity)}`);
  if (substance !== undefined) parts.push(sql`a.substances @> array[${substance}]::text[]`);
  if (site !== undefined) parts.push(sql`a.site_id = ${site}`);
  if (seller !== undefined)
    parts.push(sql`a.offer_id in (select id from offers where seller_id = ${seller})`);
  if (language !== undefined)
    parts.push(sql`(a.language = ${language} or a.language like ${`${escapeLike(language)}-%`})`);
  if (technique !== undefined) parts.push(sql`a.techniques @> array[${technique}]::text[]`);
  if (outcome !== undefined) parts.push(sql`a.outcome = ${outcome}`);
  parts.push(notAmong(sql`a.id`, filters.except ?? []));
  parts.push(...ageConditions(filters, now), ...assigneeConditions(filters.assignee, now));
  parts.push(...typedParts(filters.text?.replaceAll('\0', '') ?? '').map(hasTyped));
  return sql.join(parts, sql` and `);
}

/** All words of it; or, where they are a CAS number, this as lists write it. */
function hasTyped({ text, cas }: TypedPart): RawBuilder<unknown> {
  const has = (word: string) => sql`a.search_text like plain_text(${`%${escapeLike(word)}%`})`;
  const words = sql.join(text.split(/\s+/).filter(Boolean).map(has), sql` and `);
  return cas === null ? words : sql`((${words}) or ${has(cas)})`;
}

/** The same number as the table's own column has. */
function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity) + 1;
}

function ageConditions({ olderThanHours, newerThanHours }: AlertFilters, now: Date): RawBuilder<unknown>[] {
  const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  return [
    ...(olderThanHours === undefined ? [] : [sql`a.waiting_since <= ${ago(olderThanHours)}::timestamptz`]),
    ...(newerThanHours === undefined ? [] : [sql`a.waiting_since > ${ago(newerThanHours)}::timestamptz`]),
  ];
}

/** "me" is replaced by the name of the account before it comes here. */
function assigneeConditions(assignee: string | undefined, now: Date): RawBuilder<unknown>[] {
  if (assignee === undefined) return [];
  const held = sql`select alert_id from claims c join users u on u.id = c.user_id
    where c.expires_at > ${now}::timestamptz`;
  if (assignee === 'none') return [sql`a.id not in (${held})`];
  const name = assignee.toLowerCase().replaceAll('\0', '');
  return [sql`a.id in (${held} and lower(u.name) = ${name})`];
}

/** A text as a part of a pattern of `like`. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
