/** Every setting of the process in one table: its variable, default and meaning. */
import { z } from 'zod';
import {
  bytes,
  contact,
  days,
  httpsUrl,
  networks,
  port,
  positive,
  postgresUrl,
  redisUrl,
  seconds,
  smtpUrl,
  webUrl,
} from './setting-shapes.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export const HTML_READERS = ['own', 'htmlparser2'] as const;

/** Variable → schema, default as it would be written, meaning. README's table of settings is checked against it. */
export const SETTINGS = {
  HOST: { schema: z.string().min(1), default: '127.0.0.1', meaning: 'address that the console listens on' },
  PORT: { schema: port, default: '8480', meaning: 'port of the console; 0 lets the system choose' },
  DATABASE_URL: {
    schema: postgresUrl,
    default: null,
    meaning: 'PostgreSQL to use; without it the bundled one',
  },
  REDIS_URL: {
    schema: redisUrl,
    default: null,
    meaning: 'Redis for the queues; without it PostgreSQL carries them',
  },
  CHROMIUM_PATH: {
    schema: z.string().min(1),
    default: null,
    meaning: 'browser for pages drawn by JavaScript',
  },
  HTML_READER: {
    schema: z.enum(HTML_READERS),
    default: 'own',
    meaning: 'what takes pages apart: our own pass, or htmlparser2 as a second opinion',
  },
  LOG_LEVEL: { schema: z.enum(LOG_LEVELS), default: 'info', meaning: `one of ${LOG_LEVELS.join(', ')}` },
  PRECURSOR_CONTACT: {
    schema: contact,
    default: null,
    meaning: 'e-mail or web page named in the user agent; no site of yours is crawled without it',
  },
  PRECURSOR_DATA: {
    schema: z.string().min(1),
    default: 'data',
    meaning: 'folder of the bundled database and the captures',
  },
  PRECURSOR_SITES: {
    schema: z.string().min(1),
    default: 'config/sites',
    meaning: 'folder of your site files',
  },
  PRECURSOR_WATCHLIST: {
    schema: z.string().min(1),
    default: 'config/watchlist',
    meaning: 'folder of the watch-list packs',
  },
  PRECURSOR_WATCHLIST_OWN: {
    schema: z.string().min(1),
    default: null,
    meaning: 'folder of your own packs: they add to the others and may override them',
  },
  PRECURSOR_NOTIFIERS: {
    schema: z.string().min(1),
    default: 'config/notifiers.yaml',
    meaning: 'file of who is told of alerts and alarms, and from when on something is an alarm',
  },
  PRECURSOR_SMTP_URL: {
    schema: smtpUrl,
    default: null,
    meaning: 'mail server of e-mail notifiers, such as smtps://user:password@mail.example',
  },
  PRECURSOR_SMTP_FROM: {
    schema: z.email(),
    default: null,
    meaning: 'address that mail comes from',
  },
  PRECURSOR_BASE_URL: {
    schema: webUrl,
    default: null,
    meaning: 'address of the console as people reach it, for links in messages',
  },
  PRECURSOR_HEARTBEAT_URL: {
    schema: httpsUrl,
    default: null,
    meaning: 'asked for every minute while all is well, for an outside monitor that notices silence',
  },
  PRECURSOR_PRACTICE: {
    schema: z.enum(['auto', 'on', 'off']),
    default: 'auto',
    meaning: 'practice market: auto starts it while no site of yours is configured',
  },
  PRECURSOR_PRACTICE_DAY: {
    schema: z.coerce.number().int().min(0).max(3650),
    default: '0',
    meaning: 'day of the practice market; a later day brings new, changed and removed listings',
  },
  PRECURSOR_CONCURRENCY: {
    schema: positive,
    default: '4',
    meaning: 'sites that one worker crawls at a time',
  },
  PRECURSOR_TICK_SECONDS: { schema: seconds, default: '10', meaning: 'how often due sites are looked for' },
  PRECURSOR_PAGE_BYTES: {
    schema: bytes,
    default: '10000000',
    meaning:
      'largest page that is read, unpacked; 64000000 at most. Of one with more than 120,000 tags the first are read',
  },
  PRECURSOR_PAGE_SECONDS: { schema: seconds, default: '30', meaning: 'longest time for one page' },
  PRECURSOR_ALERTS_PER_RUN: {
    schema: positive,
    default: '200',
    meaning:
      'alerts of one site that one run, or one re-screening, may open; one more stands for all others and asks for a look',
  },
  PRECURSOR_PICTURES_PER_RUN: {
    schema: z.coerce.number().int().min(0).max(10_000),
    default: '100',
    meaning:
      'pictures of listings that alert or are watched that one run may fetch, or one for four pages that it fetched; 0 fetches none',
  },
  PRECURSOR_SCREENSHOTS: {
    schema: z.enum(['on', 'off']),
    default: 'on',
    meaning:
      'pages that a script draws and that alert are kept as pictures, too; each picture asks for style sheets of the site',
  },
  PRECURSOR_KEEP_CLEAR_DAYS: {
    schema: days,
    default: '90',
    meaning: 'days that listings without a find, and copies of pages that no listing names, are kept',
  },
  PRECURSOR_KEEP_WATCH_DAYS: {
    schema: days,
    default: '365',
    meaning: 'days that watched listings are kept after they were last seen',
  },
  PRECURSOR_KEEP_ALERT_DAYS: {
    schema: days,
    default: '1095',
    meaning:
      'days that the words of what alerted are kept after it was decided and last seen; hashes and decisions stay',
  },
  PRECURSOR_KEEP_CONFIRMED_DAYS: {
    schema: days,
    default: '3650',
    meaning: 'the same for alerts that were confirmed',
  },
  PRECURSOR_KEEP_LEDGER_DAYS: {
    schema: days,
    default: '90',
    meaning:
      'days that ledgers of runs, memories of pages that are gone, robots.txt, settled jobs and re-screenings, what was published and read, pauses of hosts that are over, and fingerprints of pictures that no listing shows are kept',
  },
  PRECURSOR_CAPTURE_GIGABYTES: {
    schema: positive,
    default: '50',
    meaning: 'room for copies of pages; beyond it the oldest that no listing names are let go',
  },
  PRECURSOR_SECURE_COOKIES: {
    schema: z.enum(['auto', 'on', 'off']),
    default: 'auto',
    meaning:
      'session cookies only over HTTPS: auto means when HOST is not a loopback address, or PRECURSOR_BASE_URL is https',
  },
  PRECURSOR_SECOND_FACTOR_KEY_FILE: {
    schema: z.string().min(1),
    default: null,
    meaning:
      'file of the key that second factors are encrypted with, made when it is needed first; without it `keys/second-factor.key` in the data folder',
  },
  PRECURSOR_PROXIES: {
    schema: networks,
    default: null,
    meaning:
      'addresses or networks of the reverse proxy before the console, separated by commas: its X-Forwarded-For is believed, and each client has limits of its own',
  },
} as const satisfies Record<string, { schema: z.ZodType; default: string | null; meaning: string }>;
