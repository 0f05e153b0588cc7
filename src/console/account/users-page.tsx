/** Accounts: who may sign in, as what; made, changed and locked out by admins. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  ACCOUNT_PATHS,
  type Account,
  accountList,
  newAccount,
  newPassword,
} from '../../model/account-api.ts';
import { ROLES } from '../../model/permissions.ts';
import { Age } from '../age.tsx';
import { Answer } from '../answer.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, command, order, pathOf } from '../fetch-api.ts';
import { LineForm, RowAct } from '../line-form.tsx';
import { Card, Page } from '../page.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';
import { useNow } from '../use-now.ts';

const USERS_KEY = ['users'] as const;

export function UsersPage() {
  const manages = useMay('users:manage');
  const now = useNow();
  const [secret, setSecret] = useState<{ name: string; password: string } | null>(null);
  const users = useQuery({
    queryKey: USERS_KEY,
    queryFn: ({ signal }) => ask(ACCOUNT_PATHS.users, accountList, signal),
  });
  return (
    <Page title="Users" says="Who may sign in, and as what.">
      {secret !== null && (
        <p className="secret" role="status">
          Password of <strong>{secret.name}</strong>, shown this once:{' '}
          <CopyableText label="Password" text={secret.password} />
        </p>
      )}
      <Card title="Accounts">
        <Answer of={users}>
          {({ items }) => (
            <FactsTable
              label="Accounts"
              nothing="None."
              rows={items}
              keyOf={(user) => user.id}
              columns={[
                {
                  head: 'Name',
                  cell: (user) => (
                    <>
                      {user.name}
                      {user.external && <span className="dim"> · signs in elsewhere</span>}
                    </>
                  ),
                },
                { head: 'Role', cell: (user) => (manages ? <RoleChoice user={user} /> : user.role) },
                { head: 'Second factor', cell: (user) => (user.secondFactor ? 'yes' : 'no') },
                {
                  head: 'Last seen',
                  cell: (user) =>
                    user.lastSeenAt === null ? 'never' : <Age at={user.lastSeenAt} now={now} ago />,
                },
                { head: 'State', cell: stateOf },
                { head: '', cell: (user) => manages && <UserActs user={user} onSecret={setSecret} /> },
              ]}
            />
          )}
        </Answer>
        {manages && <NewUser onSecret={setSecret} />}
      </Card>
    </Page>
  );
}

function stateOf({ disabledAt, lockedUntil }: Account): string {
  if (disabledAt !== null) return 'closed';
  return lockedUntil !== null && Date.parse(lockedUntil) > Date.now()
    ? 'locked after wrong sign-ins'
    : 'open';
}

function useChanged() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: USERS_KEY });
}

function RoleChoice({ user }: { user: Account }) {
  const onSuccess = useChanged();
  const change = useMutation({
    mutationFn: (role: string) =>
      command({ method: 'PATCH', path: pathOf(ACCOUNT_PATHS.user, user.id), body: { role } }),
    onSuccess,
  });
  return (
    <>
      <NativeSelect
        aria-label={`Role of ${user.name}`}
        size="xs"
        data={[...ROLES]}
        value={user.role}
        onChange={(event) => change.mutate(event.currentTarget.value)}
      />
      {change.isError && <ProblemNote error={change.error} />}
    </>
  );
}

type Secret = { readonly name: string; readonly password: string };
type ActsProps = { readonly user: Account; readonly onSecret: (secret: Secret) => void };

function UserActs({ user, onSecret }: ActsProps) {
  const onSuccess = useChanged();
  const close = useMutation({
    mutationFn: (disabled: boolean) =>
      command({ method: 'PATCH', path: pathOf(ACCOUNT_PATHS.user, user.id), body: { disabled } }),
    onSuccess,
  });
  const renew = useMutation({
    mutationFn: () => order(newPassword, { path: pathOf(ACCOUNT_PATHS.userPassword, user.id) }),
    onSuccess: ({ password }) => onSecret({ name: user.name, password }),
  });
  const unfactor = useMutation({
    mutationFn: () => command({ method: 'DELETE', path: pathOf(ACCOUNT_PATHS.userSecondFactor, user.id) }),
    onSuccess,
  });
  const error = close.error ?? renew.error ?? unfactor.error;
  return (
    <div className="row-acts">
      {!user.external && (
        <RowAct pending={renew.isPending} onAct={() => renew.mutate()}>
          New password
        </RowAct>
      )}
      {user.secondFactor && (
        <RowAct pending={unfactor.isPending} onAct={() => unfactor.mutate()}>
          Remove second factor
        </RowAct>
      )}
      <RowAct
        ends={user.disabledAt === null}
        pending={close.isPending}
        onAct={() => close.mutate(user.disabledAt === null)}
      >
        {user.disabledAt === null ? 'Close the account' : 'Open it again'}
      </RowAct>
      {error !== null && <ProblemNote error={error} />}
    </div>
  );
}

function NewUser({ onSecret }: Pick<ActsProps, 'onSecret'>) {
  const changed = useChanged();
  const [name, setName] = useState('');
  const [role, setRole] = useState('analyst');
  const make = useMutation({
    mutationFn: () => order(newAccount, { path: ACCOUNT_PATHS.users, body: { name: name.trim(), role } }),
    onSuccess: ({ password }) => {
      onSecret({ name: name.trim(), password });
      setName('');
      changed();
    },
  });
  return (
    <LineForm submit="Add the account" ready={name.trim() !== ''} order={make} onSubmit={() => make.mutate()}>
      <TextInput
        label="New account"
        size="xs"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NativeSelect
        label="Role"
        size="xs"
        data={[...ROLES]}
        value={role}
        onChange={(event) => setRole(event.currentTarget.value)}
      />
    </LineForm>
  );
}
