/** Who does something: a person's account, by session or by token. */
import { may, type Permission } from '../model/permissions.ts';

export type Actor = {
  readonly id: number;
  readonly name: string;
  readonly role: string;
  /** Of a token: all that it may of what the role may; left out, that is all. */
  readonly scopes?: readonly Permission[];
};

export function actorMay({ role, scopes }: Pick<Actor, 'role' | 'scopes'>, permission: Permission): boolean {
  return may(role, permission) && (scopes === undefined || scopes.includes(permission));
}
