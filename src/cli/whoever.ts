/** Who is named for what a command does: nobody has signed in here. */
import { hostname, userInfo } from 'node:os';

export function whoever(): string {
  return `${userInfo().username}@${hostname()}`;
}
