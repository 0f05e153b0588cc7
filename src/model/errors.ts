/** The closed list of exit codes, and the error that carries one together with its remedy. */

/** Exit codes of every command: the name is what code throws, the number is what a shell sees. */
export const EXIT_CODES = {
  ok: { code: 0, meaning: 'done' },
  failed: { code: 1, meaning: 'something unexpected went wrong; the log says what' },
  usage: { code: 2, meaning: 'the command line is wrong; see --help' },
  config: { code: 3, meaning: 'a setting, a site file or a watch-list file is refused' },
  input: { code: 4, meaning: 'at least one line of the input could not be read' },
  unavailable: { code: 5, meaning: 'a service that is needed is down or too old' },
  busy: { code: 6, meaning: 'a port, the data folder or a site is in use by another process' },
  storage: { code: 7, meaning: 'the disk is full, read-only or not permitted' },
  incomplete: {
    code: 8,
    meaning:
      'a run ended without proof of content (blocked, failed or nothing read), or a backup was made and lacks copies of pages',
  },
  refused: {
    code: 9,
    meaning: 'politeness forbids it: robots.txt, address guard, missing contact or a site that is held',
  },
  alarm: { code: 10, meaning: 'the check was made and alarms are raised' },
} as const;

export type ExitName = keyof typeof EXIT_CODES;

/**
 * An error that a person can act on. `message` says what and where in one line; `remedy` says what to do.
 * Anything that is not an OperatorError is a defect of ours and ends with exit code `failed`.
 */
export class OperatorError extends Error {
  readonly exit: ExitName;
  readonly remedy: string;

  constructor(exit: ExitName, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OperatorError';
    this.exit = exit;
    this.remedy = remedy;
  }
}

/** One line for a terminal or a log: the message, then what to do. */
export function describeError(error: unknown): string {
  if (error instanceof OperatorError) return `${error.message} ${error.remedy}`.trim();
  return error instanceof Error ? error.message : String(error);
}

const STORAGE_FAULTS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'access is not permitted',
  EPERM: 'access is not permitted',
  ENOTDIR: 'a file stands where a folder is needed',
  EEXIST: 'a file stands where a folder is needed',
  EISDIR: 'a folder stands where a file is needed',
  ENAMETOOLONG: 'the path is too long',
};

/** Why a file could not be made anew: it is there, or its folder is not; null for any other error. `remedy` is for one that is there. */
export function newFileFault(error: unknown, path: string, remedy: string): OperatorError | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (error.code === 'EEXIST')
    return new OperatorError('usage', `${path} exists already.`, remedy, { cause: error });
  if (error.code !== 'ENOENT') return null;
  const make = 'Make the folder first, or name a file in another one.';
  return new OperatorError('usage', `The folder of ${path} does not exist.`, make, { cause: error });
}

/** The error of a file operation as one that an operator can act on; null when it is not about storage. */
export function storageFault(error: unknown, path: string): OperatorError | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  const cause = STORAGE_FAULTS[error.code];
  if (cause === undefined) return null;
  const remedy = 'Free space there, correct its permissions or set another data folder.';
  return new OperatorError('storage', `Cannot write to ${path}: ${cause}.`, remedy, { cause: error });
}
