/** The practice market as a child of this process: started, its origins learnt, ended with us. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { OperatorError } from '../../model/errors.ts';
import type { Site } from '../../model/site.ts';

const announcement = z.strictObject({ origins: z.record(z.string(), z.url()) });

/** Host names of the practice shops in their site files; reserved by RFC 2606, so they resolve nowhere. */
const PRACTICE_HOST = '.practice.invalid';

const START_SECONDS = 20;

export type PracticeMarket = {
  /** Shop id → origin such as "http://127.0.0.1:41233": the only loopback addresses that may be fetched. */
  readonly origins: Readonly<Record<string, string>>;
  [Symbol.asyncDispose](): Promise<void>;
};

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the practice market has no output');
  const lines = createInterface({ input: child.stdout });
  const signal = AbortSignal.timeout(START_SECONDS * 1000);
  const [line] = await Promise.race([
    once(lines, 'line', { signal }),
    once(child, 'exit', { signal }).then(([code]) => Promise.reject(new Error(`it ended with code ${code}`))),
  ]);
  return String(line);
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
}

/**
 * Starts the market of one day. It ends when this process does, however that happens: it watches its standard input.
 * @throws OperatorError 'unavailable' when it does not come up.
 */
export async function startPracticeMarket(root: string, day: number): Promise<PracticeMarket> {
  const program = join(root, 'test/market/main.ts');
  const child = spawn(process.execPath, [program, '--day', String(day)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // Ctrl-C reaches the whole process group; the pipe's end is reported by exit, not here.
  child.stdin?.on('error', () => child.kill());
  try {
    const { origins } = announcement.parse(JSON.parse(await firstLine(child)));
    return { origins, [Symbol.asyncDispose]: () => endChild(child) };
  } catch (cause) {
    await endChild(child);
    throw new OperatorError(
      'unavailable',
      `The practice market did not start (${program}).`,
      'Run it by hand to see why.',
      { cause },
    );
  }
}

/** A practice site's start URLs with the host names of its file replaced by the market's origins; other sites are left alone. */
export function placeOnMarket(site: Site, market: Pick<PracticeMarket, 'origins'> | null): Site {
  if (!site.practice) return site;
  const start = site.start.map((text) => {
    const url = new URL(text);
    const origin = url.hostname.endsWith(PRACTICE_HOST)
      ? market?.origins[url.hostname.slice(0, -PRACTICE_HOST.length)]
      : undefined;
    if (origin === undefined) {
      throw new OperatorError(
        'usage',
        `No shop of the practice market stands at ${text}.`,
        market === null
          ? 'The market is off: set PRECURSOR_PRACTICE=on.'
          : `Its shops: ${Object.keys(market.origins)
              .map((shop) => shop + PRACTICE_HOST)
              .join(', ')}.`,
      );
    }
    return origin + url.pathname + url.search;
  });
  return { ...site, start };
}
