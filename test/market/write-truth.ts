/** Writes truth.json, the truth of the default market on day 0: `node test/market/write-truth.ts`. */
import { writeFile } from 'node:fs/promises';
import { marketTruth } from './truth.ts';

await writeFile(new URL('truth.json', import.meta.url), `${JSON.stringify(marketTruth(), null, 1)}\n`);
