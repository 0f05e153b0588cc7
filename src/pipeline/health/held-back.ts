/** What keeps sites from being visited, beside what their own files say: as lists of sites show it. */
import { startNames } from '../../../crawlers/site-scope.ts';
import type { OptOut } from '../../model/opt-out.ts';
import type { SiteBlock } from '../../model/overview-api.ts';
import { EVERY_SITE } from '../../model/schedule.ts';
import type { Site } from '../../model/site.ts';
import { type DomainHold, listDomainHolds } from '../../store/crawling/domain-holds.ts';
import { type Hold, listHolds } from '../../store/crawling/holds.ts';
import { listOptOuts } from '../../store/crawling/opt-outs.ts';
import { listBlocks } from '../../store/crawling/site-blocks.ts';
import type { Db } from '../../store/open-database.ts';
import { domainAmong } from '../../text/domain-name.ts';

export type HeldBack = {
  /** It keeps our agent out. */
  readonly blocked: SiteBlock | null;
  /** A person paused or drained it, or all sites. */
  readonly hold: Hold | null;
  /** Hosts of its start URLs that asked to be left alone for a while. */
  readonly leftAlone: readonly DomainHold[];
  /** Opt-outs that cover hosts of its start URLs. */
  readonly optedOut: readonly OptOut[];
};

/** What the database knows; `listed` are the opt-outs of the operator's file, which hold before it was applied, too. */
export async function whatHoldsBack(
  db: Db | null,
  listed: readonly OptOut[],
): Promise<(site: Site) => HeldBack> {
  const [blocks, holds, pauses, known] =
    db === null
      ? [new Map<string, SiteBlock>(), [], [], []]
      : await Promise.all([listBlocks(db), listHolds(db), listDomainHolds(db), listOptOuts(db)]);
  const optOuts = new Map([...known, ...listed].map(({ domain, reason }) => [domain, { domain, reason }]));
  const domains = new Set(optOuts.keys());
  return ({ id, start }) => {
    const names = startNames(start);
    const covering = start.map((url) => domainAmong(new URL(url).hostname, domains));
    return {
      blocked: blocks.get(id) ?? null,
      hold: [id, EVERY_SITE].flatMap((name) => holds.filter(({ scope }) => scope === name))[0] ?? null,
      leftAlone: pauses.filter(({ name }) => names.has(name)),
      optedOut: [...new Set(covering)].flatMap((domain) => optOuts.get(domain ?? '') ?? []),
    };
  };
}
