/** The pages that tests have opened in a real browser in this process. */
import type { Page } from 'playwright';

export const shownPages = new Set<Page>();
