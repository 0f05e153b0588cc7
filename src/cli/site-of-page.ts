/** Which site file a page that a person asks for is read with. */
import { OperatorError } from '../model/errors.ts';
import type { Site } from '../model/site.ts';
import { loadConfiguration } from '../pipeline/apply-config.ts';
import { configSources } from '../pipeline/open-tools.ts';
import type { Surroundings } from './surroundings.ts';

function startsAt(site: Site, { host }: URL): boolean {
  return site.start.some((start) => new URL(start).host === host);
}

/** A further port of a host that the site starts at, if on another one. */
function hasPort(site: Site, { hostname, port }: URL): boolean {
  return (
    site.ports.includes(Number(port)) && site.start.some((start) => new URL(start).hostname === hostname)
  );
}

/**
 * The site of that id, or, when none is named, the one that has a start page on the page's host, or names its port; the practice market's are
 * among them. @throws OperatorError 'usage' for an unknown id
 */
export async function siteOfPage(url: string, id: string | null, around: Surroundings): Promise<Site | null> {
  const { sites, practiceSites } = await loadConfiguration({
    ...configSources(around.settings(), around.root),
    practice: 'on',
  });
  const all = [...sites, ...practiceSites];
  if (id === null) {
    const page = new URL(url);
    return all.find((site) => startsAt(site, page)) ?? all.find((site) => hasPort(site, page)) ?? null;
  }
  const named = all.find((site) => site.id === id);
  if (named === undefined) throw new OperatorError('usage', `There is no site "${id}".`, 'See "sites list".');
  return named;
}
