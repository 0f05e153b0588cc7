/** Accounts: who may sign in, as what; made, changed and locked out by admins. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ACCOUNT_PATHS, type Account, accountList, newAccount } from '../../model/account-api.ts';
import { ROLES } from '../../model/permissions.ts';
import { Age } from '../age.tsx';
import { Answer } from '../answer.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, order } from '../fetch-api.ts';
import { LineForm } from '../line-form.tsx';
import { Card, Page } from '../page.tsx';
import { useMay } from '../signed-in.ts';
import { useNow } from '../use-now.ts';
import { SignInAgain, useProve } from './sign-in-again.tsx';
import { RoleChoice, type Secret, USERS_KEY, UserActs } from './user-acts.tsx';

export function UsersPage() {
  const manages = useMay('users:manage');
  const now = useNow();
  const [secret, setSecret] = useState<Secret | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const users = useQuery({
    queryKey: USERS_KEY,
    queryFn: ({ signal }) => ask(ACCOUNT_PATHS.users, accountList, signal),
  });
  return (
    <Page title="Users" says="Who may sign in, and as what.">
      {said !== null && (
        <p className="done-note" role="status">
          {said}
        </p>
      )}
      {secret !== null && (
        <p className="secret" role="status">
          Password of <strong>{secret.name}</strong>, shown this once:{' '}
          <CopyableText label="Password" text={secret.password} />
        </p>
      )}
      <SignInAgain>
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
                  {
                    head: 'Role',
                    cell: (user) => (manages ? <RoleChoice user={user} onSaid={setSaid} /> : user.role),
                  },
                  { head: 'Second factor', cell: (user) => (user.secondFactor ? 'yes' : 'no') },
                  {
                    head: 'Last seen',
                    cell: (user) =>
                      user.lastSeenAt === null ? 'never' : <Age at={user.lastSeenAt} now={now} ago />,
                  },
                  { head: 'State', cell: stateOf },
                  {
                    head: '',
                    cell: (user) => manages && <UserActs user={user} onSecret={setSecret} onSaid={setSaid} />,
                  },
                ]}
              />
            )}
          </Answer>
          {manages && <NewUser onSecret={setSecret} />}
        </Card>
      </SignInAgain>
    </Page>
  );
}

function stateOf({ disabledAt, lockedUntil }: Account): string {
  if (disabledAt !== null) return 'closed';
  return lockedUntil !== null && Date.parse(lockedUntil) > Date.now()
    ? 'locked after wrong sign-ins'
    : 'open';
}

function NewUser({ onSecret }: { onSecret: (secret: Secret) => void }) {
  const client = useQueryClient();
  const prove = useProve();
  const [name, setName] = useState('');
  const [role, setRole] = useState('analyst');
  const make = useMutation({
    mutationFn: () =>
      prove(() => order(newAccount, { path: ACCOUNT_PATHS.users, body: { name: name.trim(), role } })),
    onSuccess: ({ password }) => {
      onSecret({ name: name.trim(), password });
      setName('');
      void client.invalidateQueries({ queryKey: USERS_KEY });
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
