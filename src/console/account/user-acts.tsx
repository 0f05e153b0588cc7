/** What an admin does with one account: each is asked before, since it acts at once on somebody at work, and told after. */
import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ACCOUNT_PATHS, type Account, newPassword } from '../../model/account-api.ts';
import { ROLES } from '../../model/permissions.ts';
import { AskFirst } from '../ask-first.tsx';
import { command, order, pathOf } from '../fetch-api.ts';
import { RowAct } from '../line-form.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useSignedIn } from '../signed-in.ts';
import { count } from '../words.ts';
import { useProve } from './sign-in-again.tsx';

export const USERS_KEY = ['users'] as const;

export type Secret = { readonly name: string; readonly password: string };
type RoleProps = { readonly user: Account; readonly onSaid: (said: string) => void };
type ActsProps = RoleProps & { readonly onSecret: (secret: Secret) => void };

export function RoleChoice({ user, onSaid }: RoleProps) {
  const client = useQueryClient();
  const prove = useProve();
  const [wanted, setWanted] = useState<string | null>(null);
  const change = useMutation({
    mutationFn: (role: string) =>
      prove(() => command({ method: 'PATCH', path: pathOf(ACCOUNT_PATHS.user, user.id), body: { role } })),
    onSuccess: (_, role) => {
      setWanted(null);
      onSaid(`The role of ${user.name} is ${role} now.`);
      void client.invalidateQueries({ queryKey: USERS_KEY });
    },
  });
  const close = () => {
    setWanted(null);
    change.reset();
  };
  return (
    <>
      <NativeSelect
        aria-label={`Role of ${user.name}`}
        size="xs"
        data={[...ROLES]}
        value={user.role}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {wanted !== null && (
        <AskFirst
          title={`Change the role of ${user.name}?`}
          yes={`Make it ${wanted}`}
          order={change}
          onYes={() => change.mutate(wanted)}
          onClose={close}
        >
          It is {user.role} now. What {user.name} may see and do changes at once.
        </AskFirst>
      )}
    </>
  );
}

const QUESTIONS = {
  password: {
    title: 'A new password for',
    says: 'The old one stops working, whoever is signed in with it is signed out, and all tokens of the account are revoked. The new one is shown here once, to be handed on.',
    yes: 'Make a new password',
  },
  factor: {
    title: 'Remove the second factor of',
    says: 'The password alone is enough to sign in then, until another second factor is set up.',
    yes: 'Remove it',
  },
  close: {
    title: 'Close the account of',
    says: 'Whoever is signed in with it is signed out at once, and cannot sign in until it is opened again. Its tokens rest until then.',
    yes: 'Close it',
  },
} as const;

export function UserActs({ user, onSecret, onSaid }: ActsProps) {
  const [asked, ask] = useState<keyof typeof QUESTIONS | null>(null);
  // One's own is changed under “Your account”, which asks for the password.
  const own = useSignedIn().name === user.name;
  const orders = useUserOrders(user, {
    onSecret,
    onSaid: (said) => {
      ask(null);
      onSaid(said);
    },
  });
  const question = asked === null ? null : QUESTIONS[asked];
  return (
    <div className="row-acts">
      {!user.external && !own && <RowAct onAct={() => ask('password')}>New password</RowAct>}
      {user.secondFactor && !own && <RowAct onAct={() => ask('factor')}>Remove second factor</RowAct>}
      {user.disabledAt === null ? (
        <RowAct ends onAct={() => ask('close')}>
          Close the account
        </RowAct>
      ) : (
        <RowAct pending={orders.open.isPending} onAct={() => orders.open.mutate()}>
          Open it again
        </RowAct>
      )}
      {orders.open.isError && <ProblemNote error={orders.open.error} />}
      {asked !== null && question !== null && (
        <AskFirst
          title={`${question.title} ${user.name}?`}
          yes={question.yes}
          order={orders[asked]}
          onYes={() => orders[asked].mutate()}
          onClose={() => {
            orders[asked].reset();
            ask(null);
          }}
        >
          {question.says}
        </AskFirst>
      )}
    </div>
  );
}

function useUserOrders({ id, name }: Account, { onSecret, onSaid }: Omit<ActsProps, 'user'>) {
  const client = useQueryClient();
  const prove = useProve();
  const done = (said: string) => {
    onSaid(said);
    void client.invalidateQueries({ queryKey: USERS_KEY });
  };
  const disable = (disabled: boolean) =>
    prove(() => command({ method: 'PATCH', path: pathOf(ACCOUNT_PATHS.user, id), body: { disabled } }));
  return {
    password: useMutation({
      mutationFn: () => prove(() => order(newPassword, { path: pathOf(ACCOUNT_PATHS.userPassword, id) })),
      onSuccess: ({ password, revokedTokens }) => {
        onSecret({ name, password });
        done(`${name} has a new password. ${count(revokedTokens, 'token')} revoked.`);
      },
    }),
    factor: useMutation({
      mutationFn: () =>
        prove(() => command({ method: 'DELETE', path: pathOf(ACCOUNT_PATHS.userSecondFactor, id) })),
      onSuccess: () => done(`The second factor of ${name} is removed.`),
    }),
    close: useMutation({
      mutationFn: () => disable(true),
      onSuccess: () => done(`The account of ${name} is closed.`),
    }),
    open: useMutation({
      mutationFn: () => disable(false),
      onSuccess: () => done(`The account of ${name} is open again.`),
    }),
  };
}
