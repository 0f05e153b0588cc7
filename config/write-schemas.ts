/** Writes the JSON Schemas that editors use for the files an operator writes: `node config/write-schemas.ts`. */
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { reviewRules } from '../src/model/review-rules.ts';
import { notifiersFile } from './notifiers-file.ts';
import { savedPageFile } from './saved-page-file.ts';
import { siteFile } from './site-file.ts';
import { watchlistFile } from './watchlist-file.ts';

/** File name → schema; a new kind of file is one more row. */
const SCHEMAS = {
  'saved-page.schema.json': { title: 'What is expected of a saved page', schema: savedPageFile },
  'site.schema.json': { title: 'A site of Precursor Watch', schema: siteFile },
  'notifiers.schema.json': { title: 'Notifiers and alarms of Precursor Watch', schema: notifiersFile },
  'review.schema.json': { title: 'The review desk of Precursor Watch', schema: reviewRules },
  'watchlist.schema.json': { title: 'A watch-list file of Precursor Watch', schema: watchlistFile },
} as const;

/** File name → JSON text, exactly as it is kept in config/schemas. */
export function schemaTexts(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, { title, schema }]) => {
      const json = { title, ...z.toJSONSchema(schema, { io: 'input' }) };
      return [name, `${JSON.stringify(json, null, 2)}\n`];
    }),
  );
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(schemaTexts())) {
    await writeFile(new URL(`schemas/${name}`, import.meta.url), text);
  }
}
