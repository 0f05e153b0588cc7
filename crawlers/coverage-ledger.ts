/** The rows that say how each planned URL and each picture of a run ended, with what allowed its requests, and their count by reason. */
import type { Coverage, RequestProof } from '../src/model/run.ts';
import type { SkipReason } from '../src/model/skip-reasons.ts';
import type { PlannedUrl } from './planned-url.ts';
import type { AllowedRequest } from './polite-request.ts';

/** `planned` is null for a URL that was left out, and for a picture. */
export type OnCoverage = (row: Coverage, planned: PlannedUrl | null) => void;

type Skipped = Partial<Record<SkipReason, number>>;

export type Ledger = {
  /** Remembers a request for the row of the visit under way. */
  note(request: AllowedRequest, budget: number): void;
  /** Whether the visit under way has made one. */
  readonly hasRequests: boolean;
  /** The row of the visit under way, or of the picture. */
  end(row: Pick<Coverage, 'url' | 'outcome' | 'status' | 'detail'>, planned: PlannedUrl | null): void;
  /** A URL that was planned, or might have been, and took no request. */
  leaveOut(url: string, reason: SkipReason, detail: string | null): void;
  /** URLs that need no row, for they were never planned. */
  count(reason: SkipReason, urls: number): void;
  /** How many URLs ended for each reason; reasons that did not occur are absent. */
  readonly skipped: Readonly<Skipped>;
};

/** A page that asks for more files than this is cut short; so is its row. */
const MOST_REQUESTS = 100;
/** Addresses and words of a server's own may stand in it, and be of any length. */
const LONGEST_DETAIL = 500;
/** Links that a hostile page makes up fill no table: what is left out for one reason is listed so often, then only counted. */
const MOST_LEFT_OUT = 10_000;

function proofOf({ url, proof, pauseSeconds }: AllowedRequest, at: Date, budget: number): RequestProof {
  return {
    url,
    at: at.toISOString(),
    robots: proof?.robotsSha256 ?? null,
    rule: proof?.rule ?? 'robots.txt itself may always be asked for',
    pause: pauseSeconds,
    budget,
  };
}

/** `before`: what the same run counted before it broke off. */
export function openLedger(clock: () => Date, onCoverage: OnCoverage, before: Skipped = {}): Ledger {
  const skipped: Skipped = { ...before };
  const listed = new Map<SkipReason, number>();
  let requests: RequestProof[] = [];
  const count = (reason: SkipReason, urls: number): void => {
    if (urls > 0) skipped[reason] = (skipped[reason] ?? 0) + urls;
  };
  const add = (row: Omit<Coverage, 'at'>, planned: PlannedUrl | null): void => {
    if (row.outcome !== 'fetched') count(row.outcome, 1);
    const detail = row.detail?.slice(0, LONGEST_DETAIL) ?? null;
    onCoverage({ ...row, detail, at: clock().toISOString() }, planned);
  };
  return {
    note(request, budget) {
      if (requests.length < MOST_REQUESTS) requests.push(proofOf(request, clock(), budget));
    },
    get hasRequests() {
      return requests.length > 0;
    },
    end(row, planned) {
      add({ ...row, requests }, planned);
      requests = [];
    },
    leaveOut(url, reason, detail) {
      const rows = listed.get(reason) ?? 0;
      listed.set(reason, rows + 1);
      if (rows < MOST_LEFT_OUT) add({ url, outcome: reason, status: null, detail, requests: [] }, null);
      else count(reason, 1);
    },
    count,
    skipped,
  };
}
