/** What a database answers that does not do what it is asked, as an operator is told of it. */
import { expect, test } from 'vitest';
import { describeError } from '../src/model/errors.ts';
import { databaseFault } from '../src/store/outage.ts';

test.each([
  [
    '53100',
    'could not extend file: No space left on device',
    'storage',
    'PostgreSQL cannot write: could not extend file: No space left on device. Free space on its disk',
  ],
  ['25006', 'cannot execute INSERT in a read-only transaction', 'storage', 'a server that is not read-only'],
  ['53300', 'sorry, too many clients already', 'unavailable', 'PostgreSQL did not do it: sorry, too many'],
  ['57P01', 'terminating connection', 'unavailable', 'See that it is running'],
])('a database that answers with %s is told with what to do', (code, message, exit, says) => {
  const fault = databaseFault(Object.assign(new Error(message), { code }));
  expect(fault?.exit).toBe(exit);
  expect(describeError(fault)).toContain(says);
});

test.each(['23505', '42P01', 'ENOENT'])('an error of code %s is a fault of ours', (code) => {
  expect(databaseFault(Object.assign(new Error('x'), { code }))).toBeNull();
});
