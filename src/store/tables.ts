/** The tables of the database as the query builder sees them: one type a table, in the order of the first migration. */
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { ALERT_STATES, OUTCOMES, PublishedAlert } from '../model/alert.ts';
import type { Hit, LawRow, Reason, Severity, VERDICTS } from '../model/assessment.ts';
import type { Listing, Reader } from '../model/listing.ts';
import type { PageKind } from '../model/page.ts';
import type { RunLists, RunStatus, RunSummary, RunTrigger } from '../model/run.ts';
import type { Site } from '../model/site.ts';
import type { SkipReason } from '../model/skip-reasons.ts';
import type { Watchlist } from '../model/watchlist.ts';
import type { Defaulted, Json, OptionalTime, Time } from './column-kinds.ts';
import type {
  AccountColumns,
  DeskAlertColumns,
  DeskDecisionColumns,
  DeskTables,
  SessionColumns,
} from './desk-tables.ts';
import type {
  ListingHistoryColumns,
  OfferColumns,
  OfferTables,
  RevisedAlertColumns,
} from './offer-tables.ts';
import type { ScheduleColumns, TakeoverColumns, WatchTables } from './watch-tables.ts';

export const SITE_ORIGINS = ['file', 'practice', 'console'] as const;
export type SiteOrigin = (typeof SITE_ORIGINS)[number];

export const LISTING_STATES = ['live', 'gone'] as const;
export type ListingState = (typeof LISTING_STATES)[number];

type Sites = {
  id: string;
  name: string;
  practice: boolean;
  origin: SiteOrigin;
  config: Json<Site>;
  config_hash: string;
  next_run_at: Time;
  lease_owner: string | null;
  /** The fencing token: rises with each lease, so that a holder of an older one can be told apart. */
  lease_token: Defaulted<number>;
  lease_until: OptionalTime;
  removed_at: OptionalTime;
  created_at: Time;
  updated_at: Time;
};

type Watchlists = {
  version: string;
  content: Json<Watchlist>;
  stored_at: Time;
  is_current: boolean;
};

/** `cas`: numbers of the current list, salts and hydrates among them. */
type Substances = { id: string; name: string; cas: Defaulted<string[]> };

type Runs = {
  id: GeneratedAlways<number>;
  site_id: string;
  trigger: RunTrigger;
  status: RunStatus;
  queued_at: Time;
  started_at: OptionalTime;
  finished_at: OptionalTime;
  worker: string | null;
  token: number | null;
  pages: Defaulted<number>;
  listings: Defaulted<number>;
  alerts_opened: Defaulted<number>;
  alerts_revised: Defaulted<number>;
  skipped: ColumnType<RunSummary['skipped'], string | undefined, string>;
  unused: ColumnType<RunSummary['unused'], string | undefined, string>;
  known: number | null;
  lists: RunLists | null;
  problem: string | null;
};

type CoverageRows = {
  run_id: number;
  position: number;
  url: string;
  outcome: 'fetched' | SkipReason;
  status: number | null;
  detail: string | null;
  at: Time;
};

type FieldCoverageRows = {
  run_id: number;
  pages: PageKind;
  field: string;
  reader: Reader;
  filled: number;
  listings: number;
  unread: number;
  samples: Json<string[]>;
};

type Captures = {
  sha256: string;
  bytes: number;
  stored_bytes: number;
  content_type: string | null;
  first_seen_at: Time;
};

type PageCaptures = {
  id: GeneratedAlways<number>;
  site_id: string;
  run_id: number;
  url: string;
  status: number;
  sha256: string;
  fetched_at: Time;
};

type Sellers = {
  id: GeneratedAlways<number>;
  site_id: string;
  key: string;
  name: string | null;
  url: string | null;
  country: string | null;
};

type Offers = {
  id: GeneratedAlways<number>;
  key: string;
  site_id: string;
  seller_id: number | null;
  first_seen_at: Time;
  last_seen_at: Time;
};

type Listings = {
  id: GeneratedAlways<number>;
  site_id: string;
  key: string;
  url: string;
  content: Json<Listing>;
  content_hash: string;
  state: ListingState;
  first_seen_at: Time;
  last_seen_at: Time;
  last_run_id: number;
  capture_sha256: string | null;
  offer_id: number | null;
  external_id: string | null;
};

type Assessments = {
  listing_id: number;
  watchlist_version: string;
  verdict: (typeof VERDICTS)[number];
  score: number;
  severity: Severity;
  substances: string[];
  reasons: Json<Reason[]>;
  law: Json<LawRow[]>;
  assessed_at: Time;
};

type Hits = {
  listing_id: number;
  position: number;
  substance: string;
  term: string;
  technique: Hit['technique'];
  field: Hit['field'];
  start_at: number;
  end_at: number;
  text: string;
};

type Alerts = {
  id: GeneratedAlways<number>;
  offer_id: number;
  site_id: string;
  /** The leading listing: the one that the alert's severity and score come from. */
  listing_id: number;
  state: (typeof ALERT_STATES)[number];
  outcome: (typeof OUTCOMES)[number] | null;
  severity: Severity;
  severity_rank: GeneratedAlways<number>;
  score: number;
  substances: string[];
  revision: number;
  /** The facts last alerted on; only a change of these makes a new revision. */
  material: Json<Record<string, unknown>>;
  search_text: string;
  practice: boolean;
  opened_at: Time;
  revised_at: Time;
  decided_at: OptionalTime;
};

type Decisions = {
  id: GeneratedAlways<number>;
  alert_id: number;
  revision: number;
  outcome: (typeof OUTCOMES)[number] | null;
  reason: string | null;
  note: string | null;
  user_name: string;
  watchlist_version: string;
  law: Json<LawRow[]>;
  at: Time;
};

type Outbox = {
  id: GeneratedAlways<number>;
  alert_id: number;
  revision: number;
  payload: Json<PublishedAlert>;
  created_at: Time;
  published_at: OptionalTime;
  /** When the notifiers heard of it. */
  noted_at: OptionalTime;
  /** Known to have been read, or too old for the queue to tell. */
  settled_at: OptionalTime;
};

type Users = {
  id: GeneratedAlways<number>;
  name: string;
  /** null: signs in elsewhere only. */
  password_hash: string | null;
  role: string;
  created_at: Time;
  disabled_at: OptionalTime;
};

type Sessions = {
  token_hash: string;
  user_id: number;
  created_at: Time;
  expires_at: Time;
  last_used_at: Time;
};

export interface Tables extends DeskTables, OfferTables, WatchTables {
  sites: Sites & ScheduleColumns;
  watchlists: Watchlists;
  substances: Substances;
  runs: Runs & TakeoverColumns;
  coverage: CoverageRows;
  field_coverage: FieldCoverageRows;
  captures: Captures;
  page_captures: PageCaptures;
  sellers: Sellers;
  offers: Offers & OfferColumns;
  listings: Listings & ListingHistoryColumns;
  assessments: Assessments;
  hits: Hits;
  alerts: Alerts & DeskAlertColumns & RevisedAlertColumns;
  decisions: Decisions & DeskDecisionColumns;
  outbox: Outbox;
  users: Users & AccountColumns;
  sessions: Sessions & SessionColumns;
}
