/** Passwords: how they are hashed, checked and made up. */
import { randomInt } from 'node:crypto';
import { argon2id, hash, verify } from 'argon2';
import { OperatorError } from '../model/errors.ts';

export const PASSWORD_LENGTH = { min: 12, max: 1000 } as const;

/** The second recommendation of the OWASP password storage cheat sheet: 19 MiB, 2 passes, 1 lane. */
const ARGON2 = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Made with the parameters above, of a password that nobody has: what is checked when there is no such account. */
const NOBODY =
  '$argon2id$v=19$m=19456,p=1,t=2$WS4wfkx3dvk8iKM/PpSZpQ$SDA5K68T6P3MORjl5tIC5Fwjgl9JCmg5HW63K0Vznlc';

/** Without letters and digits that are mistaken for each other; 32 of them, so that each is 5 bits. */
const READABLE = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** @throws OperatorError 'usage' when the password is too short or too long */
export async function hashPassword(password: string): Promise<string> {
  const { min, max } = PASSWORD_LENGTH;
  if (password.length < min || password.length > max) {
    throw new OperatorError('usage', 'The password is refused.', `It must have ${min} to ${max} characters.`);
  }
  return await hash(password, ARGON2);
}

/** `passwordHash` null stands for an account that does not exist: it takes as long as a wrong password. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODY, password);
  return right && passwordHash !== null;
}

/** "hk4t-9mzn-…": 100 random bits that can be read out and typed. */
export function randomPassword(): string {
  const group = () =>
    Array.from({ length: GROUP_LENGTH }, () => READABLE.charAt(randomInt(READABLE.length))).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
