/** Where a Chromium to render pages with is found on this machine. */
import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
/** Where systems install programs; looked through when the caller knows no search path. */
const USUAL_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/snap/bin', '/opt/homebrew/bin'].join(
  delimiter,
);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Missing or not permitted: either way it is no browser for us.
    return false;
  }
}

/** Loaded on demand and synchronously: the library is heavy, and only a run that needs a browser comes here. */
function playwrightsOwn(): string {
  const { chromium } = createRequire(import.meta.url)('playwright') as typeof import('playwright');
  return chromium.executablePath();
}

/**
 * The configured path, else Playwright's own download, else a Chromium or Chrome on the search path.
 * A configured path that is no program gives null: the operator's word is not overruled by a guess.
 */
export function findChromium(configured: string | null, searchPath: string = USUAL_FOLDERS): string | null {
  if (configured !== null && configured !== '') return isProgram(configured) ? configured : null;
  const own = playwrightsOwn();
  if (isProgram(own)) return own;
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram) ?? null;
}
