/** The shapes that settings have. */
import { z } from 'zod';

export const port = z.coerce.number().int().min(0).max(65_535);
export const positive = z.coerce.number().int().positive();
/** Timers hold some 24 days; beyond that they fire at once. */
export const seconds = positive.max(3600);
/** What one text can hold in memory. */
export const bytes = positive.max(500_000_000);
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
