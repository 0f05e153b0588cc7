/** What earlier runs learnt of a site, as the crawl asks for it. */
import type { RememberedPage, SiteMemory } from '../../../crawlers/site-memory.ts';
import { readDrawnPages, saveDrawnPage } from '../../store/crawling/drawn-pages.ts';
import {
  type DueLimits,
  findPage,
  type PageRecord,
  type PageSketch,
  readDuePages,
  readOfferPages,
  readPages,
  readQuietTails,
  readRestingSitemaps,
  readTails,
} from '../../store/crawling/site-pages.ts';
import type { Db } from '../../store/open-database.ts';
import { QUIET } from './revisit.ts';
import type { SiteAddresses } from './site-addresses.ts';

export type Recall = SiteMemory & {
  /** What was remembered of the page when the visit under way began. */
  before(key: string): PageRecord | null;
};

/** A run looks again, by age alone, at no more than this share of a site: a guest does not take stock of the house daily. */
const SHARE_BY_AGE = 0.02;
const LEAST_BY_AGE = 10;
/** Heads of lists that are looked at in every run, beside those that the site file names. */
const HEADS_SHARE = 0.1;
const LEAST_HEADS = 50;

function limitsOf(pages: number): DueLimits {
  const heads = Math.max(LEAST_HEADS, Math.ceil(pages * HEADS_SHARE));
  return { waiting: pages, heads, share: SHARE_BY_AGE, least: LEAST_BY_AGE };
}

export function recallSite(
  db: Db,
  o: {
    readonly site: string;
    readonly addresses: SiteAddresses;
    /** The rules of reading that hold now. */
    readonly reading: string;
    /** Budget of a run. */
    readonly pages: number;
    /** Seconds between two runs. */
    readonly everySeconds: number;
    readonly now: Date;
  },
): Recall {
  const { site, addresses, reading } = o;
  const live = ({ key: _key, ...page }: PageSketch): RememberedPage => ({
    ...page,
    url: addresses.toLive(page.url),
  });
  /** One visit is under way at a time. */
  let current: PageRecord | null = null;
  async function* batches(read: AsyncIterable<readonly PageSketch[]>): AsyncIterable<RememberedPage[]> {
    for await (const pages of read) yield pages.map(live);
  }
  const look = async (url: string): Promise<PageRecord | null> => {
    const key = addresses.keyOf(url);
    if (current?.key !== key) current = await findPage(db, site, key);
    return current;
  };
  return {
    pages: () => batches(readPages(db, site)),
    offers: () => batches(readOfferPages(db, site, o.now)),
    due: async () => (await readDuePages(db, site, o.now, reading, limitsOf(o.pages))).map(live),
    async restingSitemaps() {
      const urls = await readRestingSitemaps(db, site, o.now, o.everySeconds);
      return urls.map(addresses.toLive);
    },
    tails: async () => (await readTails(db, site, QUIET)).map(live),
    async *shownByQuietTails() {
      for await (const keys of readQuietTails(db, site, QUIET)) yield keys.map(addresses.urlOfListing);
    },
    async validators(url) {
      const page = await look(url);
      if (page === null || page.reading !== reading || page.state !== 'live') return null;
      const { etag, last_modified: lastModified } = page;
      return etag === null && lastModified === null ? null : { etag, lastModified };
    },
    async shown(url) {
      const page = await look(url);
      return (page?.shows ?? []).map(addresses.urlOfListing);
    },
    async drawn() {
      const rows = await readDrawnPages(db, site, o.now);
      return rows.map((row) => ({ ...row, form: addresses.toLive(row.form) }));
    },
    noteDrawn: (row) => saveDrawnPage(db, site, { ...row, form: addresses.toStored(row.form) }),
    before: (key) => (current?.key === key ? current : null),
  };
}
