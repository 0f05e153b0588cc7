/** One fetched document, exactly as the server gave it; decoding and meaning come later. */

/** Of the largest page that can be taken apart, which the setting of what is fetched stays below; the largest sitemap is smaller. */
export const MOST_PAGE_BYTES = 64_000_000;

export type FetchedVia = 'http' | 'browser';

/** Politeness proof: what robots.txt said of one request, and which words of it decided. */
export type FetchProof = {
  /** SHA-256 of the robots.txt that decided, as its server sent it; null where the server has none. */
  readonly robotsSha256: string | null;
  /** When that robots.txt was fetched: ISO 8601, UTC. */
  readonly robotsFetchedAt: string;
  /** The deciding line ("12: Disallow: /private/"), or in words why no line did. */
  readonly rule: string;
  /** Whose group held: our own product token, "*", or null where the file has neither. */
  readonly group: string | null;
  /** The Crawl-delay of that group. */
  readonly delaySeconds: number | null;
};

/** What a page says to robots of itself. */
export type PageDirectives = {
  /** No link of the page is followed. */
  readonly nofollow: boolean;
  /** The page is not shown to others. */
  readonly noindex: boolean;
  /** No copy of the page is kept. */
  readonly noarchive: boolean;
};

export type Page = {
  /** The URL that was planned, before redirects. */
  readonly requestedUrl: string;
  /** The final URL, after redirects. */
  readonly url: string;
  readonly status: number;
  /** Lower-case names; repeated headers are joined with ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, unpacked (no content encoding) but not decoded to text. */
  readonly body: Uint8Array;
  /** ISO 8601, UTC. */
  readonly fetchedAt: string;
  readonly via: FetchedVia;
  /** What its X-Robots-Tag says to all or to us; what it says in its text, extraction reads. */
  readonly directives: PageDirectives;
  /** What allowed the last hop; null for a page that no crawl fetched. */
  readonly proof: FetchProof | null;
};

/** detail: one listing; list: several; other: no offer; blocked: a wall instead of content, which never counts as "nothing found". */
export const PAGE_KINDS = ['detail', 'list', 'other', 'blocked'] as const;
export type PageKind = (typeof PAGE_KINDS)[number];
