/** Every way in which a planned URL, a fetched page or a picture can end without a listing: the coverage ledger's closed list. */

export const SKIP_REASONS = {
  unchanged: 'the server says that the page is as it was when it was read last (304)',
  'not-due':
    'known from an earlier run, and neither changed as far as lists and sitemaps tell nor old enough to be read again',
  disallowed: 'robots.txt forbids this URL for our agent',
  'robots-unreachable':
    'robots.txt could not be read (5xx or network error), so everything is disallowed (RFC 9309 §2.3.1.4)',
  'refused-address': 'the address is private, loopback or reserved, or its port is not allowed for the site',
  'opted-out': "the domain's owner asked not to be visited: it is on the opt-out list",
  halted: 'an operator stopped all crawling',
  blocked: 'the site answered with a challenge, a login wall or 401/403/429; reported, never evaded',
  failed: 'network error or a status that is neither success nor block',
  gone: 'the server says 404 or 410',
  timeout: 'the page took longer than its time limit',
  'too-large': 'the body exceeded the size limit, on the wire or unpacked',
  'unsupported-type': 'not HTML or text',
  'off-site': "the link leaves the site's hosts",
  duplicate: 'another URL of this run has the same canonical form',
  trap: 'one of endlessly many addresses that a script makes up: a calendar, facets, a path or a query that grows',
  excluded: 'the site file leaves it out',
  'out-of-budget': "the run's budget of pages, bytes, minutes or hosts asked for robots.txt was used up",
  'out-of-hours': 'the site may not be visited at this hour',
  stopped: 'the run ended before this URL had its turn: shutdown, or the site blocks us',
  'too-deep': "deeper than the site's link depth",
  nofollow: 'the page or the link says nofollow',
  'no-browser': 'the page needs a browser and none was found: see `doctor`',
  'no-listing': 'the page was read and offers nothing',
  'picture-fetched': 'no page: the picture of an offer, which was fetched',
  'picture-not-fetched':
    'no page: the picture of an offer, which was not fetched; the detail begins with one of the reasons of this list',
} as const;

export type SkipReason = keyof typeof SKIP_REASONS;

/** Ends of pictures: whatever counts pages leaves them out. */
export const PICTURE_ENDS = ['picture-fetched', 'picture-not-fetched'] as const satisfies SkipReason[];

export const isPictureEnd = (outcome: string): boolean =>
  (PICTURE_ENDS as readonly string[]).includes(outcome);

export const SKIP_REASON_NAMES = Object.keys(SKIP_REASONS) as [SkipReason, ...SkipReason[]];
