/** When a test fails, what its browser showed is printed: waiting in vain for something says nothing of what was there instead. */
import { afterEach } from 'vitest';
import { shownPages } from './shown-pages.ts';

const MAX_CHARS = 3000;

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const page of shownPages) {
    if (page.isClosed()) continue;
    const text = await page.locator('body').innerText();
    process.stderr.write(
      `"${task.name}" failed at ${page.url()}, which showed:\n${text.slice(0, MAX_CHARS)}\n`,
    );
  }
});
