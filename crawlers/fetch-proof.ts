/** The politeness proof of one request: which robots.txt was asked, and which words of it decided. */
import type { FetchProof } from '../src/model/page.ts';
import { decide } from './robots.ts';
import type { RobotsAnswer } from './robots-cache.ts';

/** Long enough for any path that means something; a hostile line does not swell the ledger. */
const MAX_RULE_LENGTH = 300;

type Readable = Extract<RobotsAnswer, { kind: 'rules' }>;
type Unreachable = Extract<RobotsAnswer, { kind: 'unreachable' }>;

/** Asks the rules about one URL. */
export function judgeUrl(robots: Readable, url: string): { allowed: boolean; proof: FetchProof } {
  const { allowed, rule } = decide(robots.rules, url);
  const without = robots.sha256 === null ? `no robots.txt (status ${robots.status})` : 'no rule matches';
  const line = rule === null ? without : `${rule.line}: ${rule.allow ? 'Allow' : 'Disallow'}: ${rule.path}`;
  const proof: FetchProof = {
    robotsSha256: robots.sha256,
    robotsFetchedAt: robots.fetchedAt,
    rule: line.slice(0, MAX_RULE_LENGTH),
    group: robots.rules.group,
    delaySeconds: robots.rules.crawlDelaySeconds,
  };
  return { allowed, proof };
}

/** What allows a request that robots.txt would not: the operator's own written reason, beside what it says. */
export function overridden(
  reason: string,
  robots: Readable | Unreachable,
  forbidding?: FetchProof,
): FetchProof {
  const against = forbidding?.rule ?? (robots.kind === 'unreachable' ? robots.detail : '');
  return {
    robotsSha256: null,
    robotsFetchedAt: robots.fetchedAt,
    group: null,
    delaySeconds: null,
    ...forbidding,
    rule: `overridden (${reason}): ${against}`.slice(0, MAX_RULE_LENGTH),
  };
}
