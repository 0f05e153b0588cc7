/** The shapes that settings have. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { MOST_PAGE_BYTES } from '../src/model/page.ts';

export const port = z.coerce.number().int().min(0).max(65_535);
export const positive = z.coerce.number().int().positive();
/** Timers hold some 24 days; beyond that they fire at once. */
export const seconds = positive.max(3600);
/** What is fetched is read to its end. */
export const bytes = positive.max(MOST_PAGE_BYTES);
/** A hundred years, which is for ever; far beyond it the calendar of the database ends. */
export const days = positive.max(36_500);
export const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres://');
export const redisUrl = z.string().regex(/^rediss?:\/\//, 'must start with redis:// or rediss://');
/** An e-mail address or a web page where the people behind the crawler can be reached. */
export const contact = z.union([z.email(), z.url({ protocol: /^https?$/ })], {
  error: 'must be an e-mail address or an http(s) URL',
});

/** A password in it is written as in every URL, percent-encoded. */
export const smtpUrl = z.url({
  protocol: /^smtps?$/,
  error: 'must start with smtp:// or smtps:// and name a server',
});
export const httpsUrl = z.url({ protocol: /^https$/, error: 'must be a full https URL' });
export const webUrl = z.url({ protocol: /^https?$/, error: 'must be a full http(s) URL' });

/** Every address there is would let anybody say who they are. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  const size = bits === undefined ? most : Number(/^\d{1,3}$/.exec(bits)?.[0]);
  return more.length === 0 && size > 0 && size <= most;
}

/** "10.0.0.1, 172.16.0.0/12" → both of them. */
export const networks = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine((all) => all.every(isNetwork), 'must be IP addresses or networks such as 172.16.0.0/12');
