/** Looks at this machine: disk, browser, open files, the contact address, and the port of the console. */
import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import type { Settings } from '../../../config/settings.ts';
import { findChromium } from '../../../crawlers/find-chromium.ts';
import { type Check, fault, fine, warning } from '../../model/check.ts';
import { count } from '../../text/count.ts';

const GB = 1e9;
const FREE_BYTES = { warning: 5 * GB, fault: 0.5 * GB } as const;
/** For the database, the queues, the console, and a handful for each site. */
const FILES = { base: 256, eachSite: 16 } as const;

export async function checkMachine(settings: Settings): Promise<Check[]> {
  return [
    await diskCheck(settings.dataFolder),
    browserCheck(settings.chromiumPath),
    await filesCheck(settings.concurrency),
    contactCheck(settings.contact),
  ];
}

/** Of the nearest folder that exists: the data folder is made at the first start. */
async function diskCheck(folder: string): Promise<Check> {
  const name = 'disk';
  try {
    if (!(await stat(folder)).isDirectory())
      return fault(name, `${folder} is a file, and a folder is needed`, 'Set PRECURSOR_DATA to a folder.');
    const { bavail, bsize } = await statfs(folder);
    await access(folder, constants.W_OK);
    const free = bavail * bsize;
    const finding = `${(free / GB).toFixed(1)} GB free for ${folder}`;
    const fix = 'Free space there, or set PRECURSOR_DATA to a folder on a larger disk.';
    if (free < FREE_BYTES.fault) return fault(name, finding, fix);
    return free < FREE_BYTES.warning ? warning(name, finding, fix) : fine(name, finding);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'ENOENT' && dirname(folder) !== folder) return await diskCheck(dirname(folder));
    return fault(
      name,
      `${folder} cannot be written to (${code})`,
      'Correct its permissions, or set PRECURSOR_DATA.',
    );
  }
}

function browserCheck(chromiumPath: string | null): Check {
  const found = findChromium(chromiumPath);
  // Told here, at the start of a process: browsers are begun again all the time.
  if (found !== null && process.getuid?.() === 0)
    return warning(
      'browser',
      `${found} runs without its sandbox, since this is root`,
      'Use an account of its own: a hostile page that breaks out of the browser has the rights of root.',
    );
  if (found !== null) return fine('browser', found);
  if (chromiumPath !== null && chromiumPath !== '')
    return warning(
      'browser',
      `CHROMIUM_PATH says ${chromiumPath}, which is no program: pages that are drawn by scripts are not read`,
      'Correct CHROMIUM_PATH, or unset it: then a Chromium is looked for.',
    );
  return warning(
    'browser',
    'no Chromium was found: pages that are drawn by scripts are not read',
    'Install it (apt-get install chromium, or npx playwright install chromium), or set CHROMIUM_PATH.',
  );
}

/** Linux alone tells the limit in a file. */
async function filesCheck(concurrency: number): Promise<Check> {
  const limits = platform() === 'linux' ? await readFile('/proc/self/limits', 'utf8') : '';
  const text = /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  if (text === undefined || text === 'unlimited') return fine('sockets', 'no limit is known');
  const need = FILES.base + FILES.eachSite * concurrency;
  const finding = `${text} files and sockets may be open, ${need} are needed for ${count(concurrency, 'site')} at a time`;
  if (Number(text) >= need) return fine('sockets', finding);
  return warning(
    'sockets',
    finding,
    'Raise it: ulimit -n, LimitNOFILE= in the systemd unit, or ulimits: in compose.yaml.',
  );
}

/** Before a console is started; afterwards it is in use. */
export async function checkPort({ host, port }: Pick<Settings, 'host' | 'port'>): Promise<Check> {
  const name = 'console port';
  const server = createServer();
  const problem = await new Promise<NodeJS.ErrnoException | null>((done) => {
    server.once('error', done).listen(port, host, () => done(null));
  });
  server.close();
  if (problem === null) return fine(name, `${host}:${port} is free`);
  if (problem.code === 'EADDRINUSE')
    return warning(
      name,
      `${host}:${port} is in use, perhaps by our own console`,
      'Set PORT to another one if not.',
    );
  return fault(name, `${host}:${port} cannot be listened on (${problem.code})`, 'Correct HOST and PORT.');
}

function contactCheck(contact: string | null): Check {
  if (contact !== null) return fine('contact', contact);
  return warning(
    'contact',
    'no address is set: no site of yours is visited',
    'Set PRECURSOR_CONTACT to an e-mail address or web page where site owners can reach you.',
  );
}
