/** Writes files that survive a crash: the bytes of many are flushed to the disk together, and each appears under its name whole. */
import { randomUUID } from 'node:crypto';
import { closeSync, fsync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

export type FileWriter = {
  /**
   * Resolves when the file is there under all its names, and flushed. What stood there is replaced. Several names are several
   * links: rejects with a system error where the file system has none.
   */
  write(paths: readonly [string, ...string[]], bytes: Uint8Array): Promise<void>;
};

type Begun = {
  readonly paths: readonly [string, ...string[]];
  readonly temporary: string;
  readonly file: number;
};
type Waiting = Begun & { readonly done: () => void; readonly failed: (error: unknown) => void };

const flush = promisify(fsync);

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** Folders are made when one is missing: most files come into folders that are there. */
function inFolder<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return work();
  }
}

/** What broke is told, not that its remains cannot be removed either: on a disk that went away they cannot. */
function clearAway(temporary: string): void {
  try {
    rmSync(temporary, { force: true });
  } catch {
    // It stays where it is; its name is nobody's.
  }
}

function begin(paths: Begun['paths'], bytes: Uint8Array): Begun {
  const temporary = `${paths[0]}.${randomUUID()}.tmp`;
  const file = inFolder(temporary, () => openSync(temporary, 'wx', 0o600));
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    return { paths, temporary, file };
  } catch (error) {
    closeSync(file);
    clearAway(temporary);
    throw error;
  }
}

/** Under its own name each at once, whole; where something stands, a link is made beside and put in its place. */
function name([first, ...others]: Begun['paths'], temporary: string): void {
  for (const path of others) {
    try {
      inFolder(path, () => linkSync(temporary, path));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      replace(path, temporary);
    }
  }
  renameSync(temporary, first);
}

function replace(path: string, temporary: string): void {
  const beside = `${temporary}.link`;
  linkSync(temporary, beside);
  renameSync(beside, path);
  // Renaming one link to another of the same file does nothing, and leaves both.
  rmSync(beside, { force: true });
}

async function finish({ paths, temporary, file, done, failed }: Waiting): Promise<void> {
  try {
    try {
      await flush(file);
    } finally {
      closeSync(file);
    }
    name(paths, temporary);
    done();
  } catch (error) {
    clearAway(temporary);
    failed(error);
  }
}

/**
 * Everything but the flush is done at once: for files of some kilobytes the way to another thread and back costs more than the
 * work. The flush, which waits for the disk, is done elsewhere, for all files of one moment side by side.
 */
export function openFileWriter(): FileWriter {
  let waiting: Waiting[] = [];
  const finishAll = (): void => {
    const files = waiting;
    waiting = [];
    for (const each of files) void finish(each);
  };
  return {
    write(paths, bytes) {
      return new Promise((done, failed) => {
        const begun = begin(paths, bytes);
        if (waiting.push({ ...begun, done, failed }) === 1) setImmediate(finishAll);
      });
    },
  };
}
