/** One fetched document, exactly as the server gave it; decoding and meaning come later. */

export type FetchedVia = 'http' | 'browser';

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
};

/** detail: one listing; list: several; other: no offer; blocked: a wall instead of content, which never counts as "nothing found". */
export const PAGE_KINDS = ['detail', 'list', 'other', 'blocked'] as const;
export type PageKind = (typeof PAGE_KINDS)[number];
