/** In a real browser: the walk through a list, alert by alert, and the way back through it. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arriveAtAlert, goTo, type OpenConsole, openConsole } from './support/open-console.ts';

let desk: OpenConsole;
let page: Page;

beforeAll(async () => {
  desk = await openConsole({
    alerts: Array.from({ length: 8 }, (_, n) => ({ listing: { title: `4-Piperidone ${n}` } })),
  });
  ({ page } = await desk.open('analyst'));
  await page.goto(desk.url);
  await page.locator('tr[data-alert]').first().waitFor();
});

afterAll(() => desk?.[Symbol.asyncDispose]());

async function rows(): Promise<number[]> {
  await goTo(page, '/');
  await page.locator('tr[data-alert]').first().waitFor();
  const numbers = await page.evaluate(
    "[...document.querySelectorAll('tr[data-alert]')].map((row) => Number(row.dataset.alert))",
  );
  return numbers as number[];
}

async function open(alert: number): Promise<void> {
  await goTo(page, '/');
  await page.locator(`tr[data-alert="${alert}"] a`).first().click();
  await arriveAtAlert(page, alert);
  await page.getByText('Yours').waitFor();
}

async function confirm(): Promise<void> {
  await page.getByText('Yours').waitFor();
  for (const key of ['c', '1', 'Enter']) await page.keyboard.press(key);
}

describe('the browser’s Back', () => {
  test('goes the walk back, alert by alert, to the list it began in', async () => {
    const [first = 0, second = 0, third = 0] = await rows();
    await open(first);
    for (const next of [second, third]) {
      await page.keyboard.press('j');
      await arriveAtAlert(page, next);
    }
    for (const before of [second, first]) {
      await page.goBack();
      await arriveAtAlert(page, before);
    }
    await page.goBack();
    await page.locator('tr[data-alert]').first().waitFor();
  });
});

describe('after a decision', () => {
  test('the next of the list as it was walked is there; what lies above it only at the end, what was passed over not at all', async () => {
    const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0, ...rest] = await rows();
    // Looked at and left undecided.
    await open(first);
    await open(fourth);
    await confirm();
    await arriveAtAlert(page, fifth);
    await page.keyboard.press('j');
    await arriveAtAlert(page, sixth);
    await confirm();
    for (const next of [...rest, first, second, third]) {
      await arriveAtAlert(page, next);
      await confirm();
    }
    await page.waitForURL((url) => url.pathname === '/');
    await page.locator(`tr[data-alert="${fifth}"]`).waitFor();
    await expect.poll(() => page.locator('tr[data-alert]').count()).toBe(1);
  });
});
