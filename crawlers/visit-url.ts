/** One planned URL from request to reading: fetch, render when needed, hand over, and say how it ended. */
import type { Page, PageKind } from '../src/model/page.ts';
import type { Coverage } from '../src/model/run.ts';
import type { Site } from '../src/model/site.ts';
import type { Skip } from './fetch-page.ts';
import type { FollowLink } from './frontier.ts';

/** What was read from a page: nothing of its meaning but what the crawl needs to go on. */
export type PageOutcome = {
  readonly kind: PageKind;
  readonly listings: number;
  readonly links: readonly FollowLink[];
  /** An empty shell that fills itself by script. */
  readonly needsBrowser: boolean;
};

export type VisitSteps = {
  readonly mode: Site['fetch'];
  /** Links are followed whatever the page says of them: the operator has a written reason. */
  readonly followsAll: boolean;
  readonly fetch: (url: string) => Promise<Page | Skip>;
  readonly render: (page: Page) => Promise<Page | Skip>;
  readonly onPage: (page: Page) => Promise<PageOutcome>;
  /** False when this run has read the page at this address before. */
  readonly firstVisit: (url: string) => boolean;
};

export type Visit = {
  readonly outcome: Coverage['outcome'];
  readonly status: number | null;
  readonly detail: string | null;
  /** Whether a page was read that is content and not a wall. */
  readonly read: boolean;
  readonly links: readonly FollowLink[];
  readonly nofollow: boolean;
  readonly retryAfterSeconds: number | null;
};

function withoutContent(skip: Skip): Visit {
  const { reason, status, detail, retryAfterSeconds } = skip;
  return { outcome: reason, status, detail, read: false, links: [], nofollow: false, retryAfterSeconds };
}

function isHtml(page: Page): boolean {
  return /html/i.test(page.headers['content-type'] ?? 'text/html');
}

function describe(page: Page, outcome: PageOutcome, followsAll: boolean): Visit {
  const { status } = page;
  if (outcome.kind === 'blocked') {
    const detail = 'the page is a challenge or a login wall';
    return withoutContent({ reason: 'blocked', status, detail, retryAfterSeconds: null, proof: page.proof });
  }
  return {
    outcome: outcome.kind === 'other' && outcome.listings === 0 ? 'no-listing' : 'fetched',
    status,
    detail: page.url === page.requestedUrl ? null : `read at ${page.url}`,
    read: true,
    links: followsAll ? outcome.links.map((link) => ({ ...link, nofollow: false })) : outcome.links,
    nofollow: page.directives.nofollow && !followsAll,
    retryAfterSeconds: null,
  };
}

/** Rejects only when the run is being stopped or `onPage` fails. */
export async function visitUrl(url: string, steps: VisitSteps): Promise<Visit> {
  const fetched = await steps.fetch(url);
  if ('reason' in fetched) return withoutContent(fetched);
  if (!steps.firstVisit(fetched.url)) {
    const detail = `the same page as ${fetched.url}`;
    return withoutContent({
      reason: 'duplicate',
      status: fetched.status,
      detail,
      retryAfterSeconds: null,
      proof: fetched.proof,
    });
  }
  const always = steps.mode === 'browser' && isHtml(fetched);
  const first = always ? await steps.render(fetched) : fetched;
  if ('reason' in first) return withoutContent(first);
  const outcome = await steps.onPage(first);
  if (steps.mode !== 'auto' || !outcome.needsBrowser) return describe(first, outcome, steps.followsAll);
  // The document is not fetched a second time: the browser is given the one at hand.
  const rendered = await steps.render(first);
  if (!('reason' in rendered)) {
    // The page may have moved itself on by script; it need not be read again there.
    if (rendered.url !== first.url) steps.firstVisit(rendered.url);
    return describe(rendered, await steps.onPage(rendered), steps.followsAll);
  }
  const { links, nofollow } = describe(first, outcome, steps.followsAll);
  return { ...withoutContent(rendered), links, nofollow };
}
