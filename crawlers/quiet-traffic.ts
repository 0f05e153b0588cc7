/** Waits for a page in the browser that may ask for more. */
import type { Traffic } from './browser-requests.ts';

const QUIET_MS = 250;
const LOOK_EVERY_MS = 50;

/** Resolves when nothing was asked for or on its way during `QUIET_MS`, or at `until` (milliseconds since 1970). */
export async function untilQuiet(traffic: Traffic, until: number): Promise<void> {
  for (let since = Date.now(); Date.now() < until; ) {
    const asked = traffic.asked();
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
    if (traffic.asked() !== asked || traffic.underWay() > 0) since = Date.now();
    else if (Date.now() - since >= QUIET_MS) return;
  }
}
