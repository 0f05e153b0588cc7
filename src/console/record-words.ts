/** What became of addresses and what was done, as ledger and audit log record it, in words; filters and addresses keep the names. */
import type { AuditAction } from '../model/audit.ts';
import type { COVERAGE_OUTCOMES } from '../model/operations-api.ts';
import type { UnusedReason } from '../model/unused.ts';

const COVERAGE_WORDS: Readonly<Record<(typeof COVERAGE_OUTCOMES)[number], string>> = {
  fetched: 'read',
  unchanged: 'unchanged since it was read',
  'not-due': 'not due yet',
  disallowed: 'forbidden by robots.txt',
  'robots-unreachable': 'robots.txt could not be read',
  'refused-address': 'address refused',
  'opted-out': 'its owner opted out',
  halted: 'all crawling was stopped',
  blocked: 'blocked by the site',
  failed: 'failed',
  gone: 'gone',
  timeout: 'took too long',
  'too-large': 'too large',
  'unsupported-type': 'neither HTML nor text',
  'off-site': 'leads off the site',
  duplicate: 'same as another address',
  trap: 'one of endlessly many',
  excluded: 'left out by the site file',
  'out-of-budget': 'budget of the run used up',
  'out-of-hours': 'outside the site’s hours',
  stopped: 'the run ended before',
  'too-deep': 'too many links deep',
  nofollow: 'marked nofollow',
  'no-browser': 'needs a browser, none found',
  'no-listing': 'offers nothing',
  'picture-fetched': 'picture, fetched',
  'picture-not-fetched': 'picture, not fetched',
};

const UNUSED_WORDS: Readonly<Record<UnusedReason, string>> = {
  'placeholder-contact': 'contacts that stand for none',
  'site-contact': 'contacts of the marketplace',
  'shared-contact': 'contacts that too many give',
  'too-many-bytes': 'file too large',
  'not-a-picture': 'no picture',
  broken: 'damaged picture',
  'too-many-pixels': 'picture with too many pixels',
  'too-small': 'picture too small',
  plain: 'picture too plain',
  'picture-not-fetched': 'picture not fetched',
};

const AUDIT_WORDS: Readonly<Record<AuditAction, string>> = {
  'alert.decide': 'Alert decided',
  'alert.reopen': 'Alert opened again',
  'alert.escalate': 'Alert escalated',
  'alert.return': 'Alert returned',
  'alert.snooze': 'Alert snoozed',
  'alert.wake': 'Alert woken',
  'alert.undo': 'Order undone',
  'bulk.apply': 'Many alerts changed',
  'bulk.undo': 'Order on many undone',
  'claim.hand-over': 'Alert handed over',
  'claim.take-over': 'Alert taken over',
  'contacts.reveal': 'Contacts revealed',
  'export.make': 'Export made',
  'suppression.create': 'Hiding begun',
  'suppression.end': 'Hiding ended',
  'sampling.change': 'Shares looked at again changed',
  'gold.add': 'Gold item added',
  'gold.remove': 'Gold item removed',
  'second-look.answer': 'Second look answered',
  'second-look.skip': 'Second look skipped',
  'second-look.resolve': 'Disagreement settled',
  'exception.draft': 'Exception drafted',
  'exception.drop': 'Exception dropped',
  'offer.merge': 'Offers joined',
  'offer.unmerge': 'Offers parted',
  'seller-link.change': 'Link of sellers changed',
  'session.open': 'Signed in',
  'session.lock': 'Sign-in locked',
  'session.revoke': 'Session ended',
  'user.create': 'Account made',
  'user.change': 'Account changed',
  'user.password': 'Password changed',
  'user.second-factor': 'Second factor changed',
  'second-factors.rekey': 'Key of second factors changed',
  'token.create': 'Token made',
  'token.revoke': 'Token revoked',
  'job.replay': 'Job tried again',
  'job.drop': 'Job dropped',
  'sites.apply': 'Sites applied',
  'notifier.replay': 'Messages sent again',
  'notifier.drop': 'Messages dropped',
  'site.hold': 'Site held back',
  'site.release': 'Site let go on',
  'site.run': 'Site run out of turn',
  'crawl.stop': 'All crawling stopped',
  'crawl.resume': 'All crawling resumed',
  'domain.release': 'Domain let be asked again',
  'opt-out.add': 'Opt-out added',
  'opt-out.remove': 'Opt-out removed',
  'practice.purge': 'Practice alerts removed',
  'watchlist.apply': 'Watch-list applied',
  'discovery.accept': 'New name accepted',
  'discovery.drop': 'New name dropped',
  'retention.erase': 'Listings erased',
  'retention.hold': 'Legal hold begun',
  'retention.release': 'Legal hold ended',
  'rescreen.begin': 'Re-screening begun',
  'rescreen.pause': 'Re-screening paused',
  'rescreen.resume': 'Re-screening resumed',
};

/** A name that a later version gave has no words here: it is shown as it is. */
const wordsFrom =
  (table: Readonly<Record<string, string>>) =>
  (name: string): string =>
    Object.hasOwn(table, name) ? (table[name] ?? name) : name;

export const coverageWords = wordsFrom(COVERAGE_WORDS);
export const unusedWords = wordsFrom(UNUSED_WORDS);
export const auditWords = wordsFrom(AUDIT_WORDS);

/** The detail of a picture's row begins with the name of a reason: "disallowed", "failed: no such host". */
export function reasonedDetail(detail: string): string {
  const [name = ''] = detail.split(':');
  const words = unusedWords(name) === name ? coverageWords(name) : unusedWords(name);
  return `${words}${detail.slice(name.length)}`;
}
