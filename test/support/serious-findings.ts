/** What axe finds wrong with a page of the console that keeps people out. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/**
 * @param rules axe's names; all where none are given
 * @throws Error when the page has frames: they would not be looked into
 */
export async function seriousFindings(page: Page, rules: readonly string[] = []): Promise<string[]> {
  if (page.frames().length > 1) throw new Error('the page has frames');
  // Otherwise the result is put together in a page of its own, and all that is right is told in full, at twice the cost.
  const axe = new AxeBuilder({ page, ...(await sourceFor(page)) })
    .options({ resultTypes: ['violations'] })
    .setLegacyMode();
  if (rules.length > 0) axe.withRules([...rules]);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes[0]?.target.join(' ')})`);
}

/** Nothing where axe is on the page from the last look: it would be read twice again, which takes longer than looking. */
async function sourceFor(page: Page): Promise<{ axeSource?: string }> {
  return (await page.evaluate("typeof axe === 'object'")) ? { axeSource: 'null' } : {};
}
