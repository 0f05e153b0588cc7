/** The model's names in words that an analyst reads. */
import type { AlertAction, AlertState, Outcome } from '../model/alert.ts';
import type { LawRow, ScreenedField, Severity, Technique } from '../model/assessment.ts';
import type { Reader } from '../model/listing.ts';
import type { OnSale } from '../model/rescreen.ts';
import type { RunStatus } from '../model/run.ts';

const PLAIN_TECHNIQUES: readonly Technique[] = ['name', 'systematic', 'cas', 'structure'];

/** True for every way of writing a term that a plain search would not find; a score speaks of a disguise where it takes it for intent. */
export function isDisguise(technique: Technique): boolean {
  return !PLAIN_TECHNIQUES.includes(technique);
}

/** When something was on sale, against the day on which its substance was listed. */
export const ON_SALE_WORDS: Readonly<Record<OnSale, string>> = {
  before: 'on sale only before it was listed',
  across: 'on sale before it was listed, and since',
  after: 'put on sale after it was listed',
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

export const STATE_WORDS: Readonly<Record<AlertState, string>> = {
  open: 'Open',
  escalated: 'Escalated',
  snoozed: 'Snoozed',
  decided: 'Decided',
  reopened: 'Reopened',
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, { readonly order: string; readonly done: string }>> = {
  confirmed: { order: 'Confirm', done: 'Confirmed' },
  dismissed: { order: 'Dismiss', done: 'Dismissed' },
  duplicate: { order: 'Duplicate', done: 'Duplicate' },
};

export const ACTION_WORDS: Readonly<Record<AlertAction, string>> = {
  decide: 'Decided',
  reopen: 'Opened again',
  escalate: 'Escalated',
  return: 'Returned to the analysts',
  snooze: 'Snoozed',
  wake: 'Woken',
  undo: 'Undone',
};

export const FIELD_WORDS: Readonly<Record<ScreenedField, string>> = {
  title: 'Title',
  description: 'Description',
  attributes: 'Attributes',
  quantity: 'Quantity',
  seller: 'Seller',
  text: 'Text',
};

const READER_WORDS: Readonly<Record<Reader, string>> = {
  'json-ld': 'JSON-LD data',
  microdata: 'microdata',
  rdfa: 'RDFa',
  'open-graph': 'Open Graph tags',
  state: 'embedded state',
  site: 'site file',
  feed: 'product feed',
  heuristic: 'page structure',
  text: 'running text',
  page: 'the page itself',
};

/** The same on an alert, a site and a run. */
export function readerWords(reader: string): string {
  return READER_WORDS[reader as Reader] ?? reader;
}

/** Fields of a listing, by the names that readers give them. */
const LISTING_FIELD_WORDS: Readonly<Record<string, string>> = {
  attributes: 'Attributes',
  availability: 'Availability',
  contacts: 'Contacts',
  description: 'Description',
  externalId: 'Article number',
  images: 'Pictures',
  language: 'Language',
  location: 'Location',
  postedAt: 'Posted',
  price: 'Price',
  'price.amount': 'Amount of the price',
  quantity: 'Quantity',
  seller: 'Seller',
  title: 'Title',
  url: 'Address',
};

export function listingFieldWords(field: string): string {
  return LISTING_FIELD_WORDS[field] ?? field;
}

export const RUN_STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  queued: 'waiting',
  running: 'reading',
  ok: 'done',
  partial: 'partly read',
  blocked: 'blocked',
  failed: 'failed',
  abandoned: 'abandoned',
};

export const LAW_STATUS_WORDS: Readonly<Record<LawRow['status'], string>> = {
  'in-force': 'In force',
  coming: 'Coming',
  'date-unknown': 'Date unknown',
};

/** "1 page", "2 pages": the number with thousands separated. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
