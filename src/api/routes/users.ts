/** Accounts: who there is, making, changing and disabling them, and help for those who are locked out. */
import { z } from 'zod';
import {
  ACCOUNT_PATHS,
  accountChange,
  accountList,
  accountRequest,
  colleagueList,
  newAccount,
  newPassword,
} from '../../model/account-api.ts';
import { may } from '../../model/permissions.ts';
import { addUser, changeUser, resetPasswordOf } from '../../review/accounts.ts';
import { clearSecondFactor } from '../../review/second-factor.ts';
import { findUser, listAccounts } from '../../store/accounts/users.ts';
import type { Db } from '../../store/open-database.ts';
import { type AskSignIn, createAskSignIn } from '../ask-sign-in.ts';
import { pathNumber } from '../path-number.ts';
import { problemResponses, sendProblem } from '../problems.ts';
import { signedIn } from '../require-session.ts';
import type { ZodServer } from '../zod-server.ts';

const tags = ['users'];
const manage = { permission: 'users:manage' } as const;
const PROBLEMS = problemResponses(
  'bad-request',
  'signed-out',
  'cross-site',
  'not-permitted',
  'sign-in-again',
);
/** There the password is asked for: whoever finds the tab of an administrator open shall not take the account over. */
const OWN = 'This account is your own: change it under “Your account”, or by the command "users".';
const KEPT_ELSEWHERE =
  'The account signs in through the identity provider, which keeps its password. Change it there.';
const unknown = (id: number) => `There is no account ${id}.`;

export function userListRoutes(server: ZodServer, db: Db): void {
  server.get(
    ACCOUNT_PATHS.colleagues,
    {
      config: { permission: 'alerts:decide' },
      schema: {
        tags,
        operationId: 'listColleagues',
        summary: 'Names of those who decide alerts: whom one can be handed to',
        response: { 200: colleagueList, ...problemResponses('signed-out', 'not-permitted') },
      },
    },
    async () => {
      const accounts = await listAccounts(db);
      const deciders = accounts.filter(
        ({ role, disabledAt }) => disabledAt === null && may(role, 'alerts:decide'),
      );
      return { items: deciders.map(({ name }) => ({ name })) };
    },
  );
  server.get(
    ACCOUNT_PATHS.users,
    {
      config: { permission: 'users:read' },
      schema: {
        tags,
        operationId: 'listUsers',
        summary: 'All accounts',
        response: { 200: accountList, ...problemResponses('signed-out', 'not-permitted') },
      },
    },
    async () => ({ items: await listAccounts(db) }),
  );
}

export function userRoutes(server: ZodServer, db: Db, clock: () => Date): void {
  const preHandler = createAskSignIn(db, clock);
  server.post(
    ACCOUNT_PATHS.users,
    {
      config: { ...manage, secret: true },
      preHandler,
      schema: {
        tags,
        operationId: 'createUser',
        summary: 'A new account with a random password, which is shown this once',
        body: accountRequest,
        response: { 201: newAccount, ...PROBLEMS, ...problemResponses('name-taken') },
      },
    },
    async (request, reply) => {
      const made = await addUser(db, request.body, signedIn(request).name, clock());
      if (made === null) return sendProblem(reply, 'name-taken', 'There is an account of that name.');
      return reply.code(201).send(made);
    },
  );
  server.patch(
    ACCOUNT_PATHS.user,
    {
      config: manage,
      preHandler,
      schema: {
        tags,
        operationId: 'changeUser',
        summary: 'Another role, disabled, or enabled again',
        params: pathNumber,
        body: accountChange,
        response: { 204: z.null(), ...PROBLEMS, ...problemResponses('not-found', 'last-admin') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { kind } = await changeUser(db, id, request.body, signedIn(request).name, clock());
      if (kind === 'done') return reply.code(204).send(null);
      if (kind === 'not-found') return sendProblem(reply, kind, unknown(id));
      return sendProblem(reply, kind, 'Make somebody else an administrator first.');
    },
  );
  helpRoutes(server, db, clock, preHandler);
}

function helpRoutes(server: ZodServer, db: Db, clock: () => Date, preHandler: AskSignIn): void {
  server.post(
    ACCOUNT_PATHS.userPassword,
    {
      config: { ...manage, secret: true },
      preHandler,
      schema: {
        tags,
        operationId: 'resetPassword',
        summary:
          'A new random password, shown this once; opens a locked account, ends its sessions and revokes its tokens',
        params: pathNumber,
        response: { 200: newPassword, ...PROBLEMS, ...problemResponses('not-found', 'wrong-state') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (id === signedIn(request).id) return sendProblem(reply, 'not-permitted', OWN);
      const reset = await resetPasswordOf(db, id, signedIn(request).name, clock());
      if (reset.kind === 'done') return reset.made;
      if (reset.kind === 'not-found') return sendProblem(reply, 'not-found', unknown(id));
      return sendProblem(reply, 'wrong-state', KEPT_ELSEWHERE);
    },
  );
  server.delete(
    ACCOUNT_PATHS.userSecondFactor,
    {
      config: manage,
      preHandler,
      schema: {
        tags,
        operationId: 'clearSecondFactor',
        summary: 'Let somebody in without the device that was lost',
        params: pathNumber,
        response: { 204: z.null(), ...PROBLEMS, ...problemResponses('not-found') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (id === signedIn(request).id) return sendProblem(reply, 'not-permitted', OWN);
      if ((await findUser(db, id)) === null) return sendProblem(reply, 'not-found', unknown(id));
      await clearSecondFactor(db, id, signedIn(request).name, clock());
      return reply.code(204).send(null);
    },
  );
}
