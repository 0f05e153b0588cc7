/** Keeps runs from asking for pages while the folder of copies takes none: tried before each run, less and less often while it is in trouble. */
import { tryFolder } from '../../evidence/try-folder.ts';
import type { Log } from '../../log.ts';
import { OperatorError } from '../../model/errors.ts';

export type StorageTrouble = { readonly problem: string; readonly since: string };

export type StorageWatch = {
  /** Resolves when copies can be kept. @throws StorageFault while they cannot: until its time nothing is tried. */
  ready(): Promise<void>;
  /** Notes that a copy could not be kept, if that is what this error or a cause of it says. */
  note(error: unknown): void;
  /** Null while there is none. */
  trouble(): StorageTrouble | null;
};

/** Copies cannot be kept, and will be tried again in so many seconds. */
export class StorageFault extends OperatorError {
  readonly seconds: number;

  constructor({ message, remedy }: OperatorError, seconds: number, cause: unknown) {
    super('storage', message, remedy, { cause });
    this.seconds = seconds;
  }
}

/** Somebody has to make room: that takes minutes at least. */
const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 300;

type Trouble = StorageTrouble & { readonly fault: OperatorError; readonly nextTry: number };

function storageCauseOf(error: unknown): OperatorError | null {
  for (let each = error; each instanceof Error; each = each.cause)
    if (each instanceof OperatorError && each.exit === 'storage') return each;
  return null;
}

/** One for all runs of a process. */
export function watchStorage(o: {
  readonly folder: string;
  readonly clock: () => Date;
  readonly log: Log;
}): StorageWatch {
  const { folder, clock, log } = o;
  let trouble: Trouble | null = null;
  let pauses = 0;
  /** When it was last over: a folder that takes the trial and not the pages is soon in trouble again, and no better than before. */
  let overAt = Number.NEGATIVE_INFINITY;
  let trying: Promise<void> | null = null;

  const fail = (fault: OperatorError): void => {
    const now = clock();
    if (trouble === null && now.getTime() - overAt > 2 * LONGEST_PAUSE_SECONDS * 1000) pauses = 0;
    if (trouble === null)
      log.error(
        { folder, problem: fault.message, fix: fault.remedy },
        'copies of pages cannot be kept: runs wait',
      );
    const pause = Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** pauses);
    pauses += 1;
    const since = trouble?.since ?? now.toISOString();
    trouble = { problem: fault.message, since, fault, nextTry: now.getTime() + pause * 1000 };
  };
  const tryOnce = async (): Promise<void> => {
    try {
      await tryFolder(folder);
    } catch (error) {
      const fault = storageCauseOf(error);
      if (fault === null) throw error;
      fail(fault);
      return;
    }
    if (trouble === null) return;
    log.info({ folder, since: trouble.since }, 'copies of pages can be kept again: runs go on');
    trouble = null;
    overAt = clock().getTime();
  };
  return {
    async ready() {
      if (trouble === null || clock().getTime() >= trouble.nextTry) {
        trying ??= tryOnce().finally(() => {
          trying = null;
        });
        await trying;
      }
      if (trouble === null) return;
      const { fault, nextTry } = trouble;
      throw new StorageFault(fault, Math.max(1, Math.ceil((nextTry - clock().getTime()) / 1000)), fault);
    },
    note(error) {
      const fault = storageCauseOf(error);
      if (fault !== null && trouble === null) fail(fault);
    },
    trouble: () => (trouble === null ? null : { problem: trouble.problem, since: trouble.since }),
  };
}
