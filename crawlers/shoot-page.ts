/** Takes the picture of a page that the browser has drawn: as wide as its window, down to a limit, within so many bytes. */
import type { PageTab } from './browser-tab.ts';

export type Screenshot = {
  /** WebP. */
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
};

/** Of the page at hand, as it stands; null when none can be taken within the limits. Rejects only when the run is being stopped. */
export type Shoot = () => Promise<Screenshot | null>;

/** Of a page that goes on below, the rest is in its text; what a picture shows of an offer stands in its first screens. */
export const SCREENSHOT_LIMITS = { width: 1280, height: 5000, bytes: 1_000_000, seconds: 10 } as const;

/** The second is tried when the first gives too many bytes: letters stay legible. */
const QUALITIES = [75, 35] as const;

/** Chromium encodes it itself, so that no larger picture is ever handed over. Rejects when the tab is gone. */
export async function shootPage(
  { session }: Pick<PageTab, 'session'>,
  clock: () => Date,
): Promise<Screenshot | null> {
  await session.send('Runtime.evaluate', { expression: 'scrollTo(0, 0)' });
  const { cssContentSize } = await session.send('Page.getLayoutMetrics');
  const { width } = SCREENSHOT_LIMITS;
  const height = Math.min(Math.max(Math.ceil(cssContentSize.height), 1), SCREENSHOT_LIMITS.height);
  for (const quality of QUALITIES) {
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'webp',
      quality,
      clip: { x: 0, y: 0, width, height, scale: 1 },
      captureBeyondViewport: true,
    });
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length <= SCREENSHOT_LIMITS.bytes)
      return { bytes, width, height, takenAt: clock().toISOString() };
  }
  return null;
}
