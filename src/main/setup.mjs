// Brings a fresh clone to where it can run: packages, the console's build and, for the tests, a browser and Redis.
// Plain JavaScript for the machine's own Node (20 or newer): it runs before the packages that bring Node 24 are there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIN = join(ROOT, 'node_modules', '.bin');
const PACKAGES_STAMP = join(ROOT, 'node_modules', '.precursor-watch-packages');
const CONSOLE_STAMP = join(ROOT, 'dist', 'console', '.sources');
const CONSOLE_SOURCES = ['src/console', 'src/model', 'package-lock.json'];
const OLDEST_NODE = 20;

function say(text) {
  process.stderr.write(`set-up: ${text}\n`);
}

function giveUp(text) {
  say(text);
  process.exit(1);
}

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: ROOT, stdio: ['ignore', 2, 2], ...options });
  return done.error === undefined && done.status === 0;
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(join(path, entry.name)));
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.map((each) => join(ROOT, each)).flatMap(filesUnder)) {
    hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path));
  }
  return hash.digest('hex');
}

function isStamped(stamp, value) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === value;
}

/**
 * Whether npm itself has installed what the lock file names, as who types `npm ci` before the first start has it: then nothing is
 * fetched a second time. Packages for other platforms are left out there; the node program is made by an install script, so
 * it also tells that those were run.
 */
function isInstalled() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installed) || !isExecutable(join(ROOT, 'node_modules', 'node', 'bin', 'node')))
    return false;
  const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;
  const found = packagesIn(installed);
  return Object.entries(packagesIn(join(ROOT, 'package-lock.json'))).every(
    ([path, { optional, integrity }]) =>
      path === '' || (optional && found[path] === undefined) || found[path]?.integrity === integrity,
  );
}

function installPackages() {
  const wanted = hashOf(['package-lock.json', 'package.json']);
  if (isStamped(PACKAGES_STAMP, wanted)) return;
  if (isInstalled()) {
    writeFileSync(PACKAGES_STAMP, wanted);
    return;
  }
  say('installing packages (npm ci) …');
  const npm = process.env.npm_execpath;
  const ok = npm
    ? run(process.execPath, [npm, 'ci', '--loglevel=error', '--no-audit', '--no-fund'])
    : run('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund']);
  if (!ok)
    giveUp('npm ci failed; the lines above say why. Is the npm registry reachable and the disk not full?');
  writeFileSync(PACKAGES_STAMP, wanted);
}

function buildConsole() {
  const wanted = hashOf(CONSOLE_SOURCES);
  if (isStamped(CONSOLE_STAMP, wanted)) return;
  say('building the console …');
  const ok = run(join(BIN, 'node'), [
    join(BIN, 'vite'),
    'build',
    '--logLevel',
    'warn',
    '--config',
    'src/console/vite.config.ts',
  ]);
  if (!ok) giveUp('the console could not be built; the lines above say why.');
  mkdirSync(join(ROOT, 'dist', 'console'), { recursive: true });
  writeFileSync(CONSOLE_STAMP, wanted);
}

function aptInstall(name) {
  const debian = existsSync('/etc/debian_version') && onPath('apt-get') !== null;
  if (!debian || process.getuid?.() !== 0) return false;
  say(`installing ${name} (apt-get) …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const args = ['install', '-y', '-qq', '--no-install-recommends', name];
  return (
    run('apt-get', args, { env }) ||
    (run('apt-get', ['update', '-qq'], { env }) && run('apt-get', args, { env }))
  );
}

async function playwrightChromium() {
  const { chromium } = await import(pathToFileURL(join(ROOT, 'node_modules/playwright/index.mjs')).href);
  return isExecutable(chromium.executablePath());
}

async function provideBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return isExecutable(named) || giveUp(`CHROMIUM_PATH names ${named}, which is not a program.`);
  if (['chromium', 'chromium-browser', 'google-chrome'].some(onPath) || (await playwrightChromium()))
    return true;
  if (aptInstall('chromium') && onPath('chromium')) return true;
  return giveUp(
    'no Chromium was found for the browser tests. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.',
  );
}

function provideRedis() {
  if (process.env.REDIS_URL || onPath('redis-server')) return;
  if (aptInstall('redis-server') && onPath('redis-server')) return;
  giveUp(
    'no redis-server was found for the queue tests. Install it (Debian: apt-get install redis-server) or set REDIS_URL.',
  );
}

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE)
  giveUp(`Node ${OLDEST_NODE} or newer is needed, this is ${process.version}.`);
installPackages();
buildConsole();
if (process.argv.includes('--tests')) {
  provideRedis();
  await provideBrowser();
}
