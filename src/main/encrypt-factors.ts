/** At the start of the console: second factors that an older version stored in plain text are encrypted. */
import type { Surroundings } from '../cli/surroundings.ts';
import { describeError, OperatorError } from '../model/errors.ts';
import { encryptPlainFactors } from '../review/factor-secrets.ts';
import type { Db } from '../store/open-database.ts';

/** Whoever has a plain one is refused until it is encrypted; everybody else need not wait for that. */
export async function encryptFactors(db: Db, keyFile: string, { log }: Surroundings): Promise<void> {
  try {
    const count = await encryptPlainFactors(db, keyFile);
    if (count > 0)
      log.info({ count, keyFile }, 'second factors that were stored in plain text are encrypted');
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    log.error({ err: error }, describeError(error));
  }
}
