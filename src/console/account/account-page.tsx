/** One's own account: password, second factor, sessions, tokens for programs. */
import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ACCOUNT_PATHS, secondFactorSecret, sessionList } from '../../model/account-api.ts';
import { Age } from '../age.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { FactsTable } from '../facts-table.tsx';
import { command, order, pathOf, withQuery } from '../fetch-api.ts';
import { LineForm, RowAct } from '../line-form.tsx';
import { Card, Page } from '../page.tsx';
import { PagedRows } from '../paged-rows.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { refreshUser } from '../session-queries.ts';
import { useSignedIn } from '../signed-in.ts';
import { useNow } from '../use-now.ts';
import { QrPicture } from './qr-picture.tsx';
import { TokensCard } from './tokens-card.tsx';

export function AccountPage() {
  const { name, role, external } = useSignedIn();
  return (
    <Page title="Your account" says={`Signed in as ${name}, ${role}.`}>
      {external ? <ElsewhereCard /> : <PasswordCard />}
      {!external && <SecondFactorCard />}
      <SessionsCard />
      <TokensCard />
    </Page>
  );
}

function ElsewhereCard() {
  return (
    <Card title="Password and second factor">
      <p className="dim">You sign in through the identity provider. Change them there.</p>
    </Card>
  );
}

function PasswordCard() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useMutation({
    mutationFn: () => command({ path: ACCOUNT_PATHS.password, body: { current, next } }),
    onSuccess: () => {
      setCurrent('');
      setNext('');
    },
  });
  return (
    <Card title="Password">
      <p className="dim small">Your other sessions end when it changes; your tokens stay.</p>
      <LineForm
        submit="Change"
        ready={current !== '' && next !== ''}
        order={change}
        onSubmit={() => change.mutate()}
      >
        <PasswordInput
          label="Present password"
          size="xs"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          size="xs"
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
      </LineForm>
      {change.isSuccess && <p role="status">Changed.</p>}
    </Card>
  );
}

function SecondFactorCard() {
  const { secondFactor } = useSignedIn();
  return <Card title="Second factor">{secondFactor ? <RemoveFactor /> : <AddFactor />}</Card>;
}

function AddFactor() {
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const begin = useMutation({
    mutationFn: (password: string) =>
      order(secondFactorSecret, { path: ACCOUNT_PATHS.secondFactor, body: { password } }),
  });
  const confirm = useMutation({
    mutationFn: () => command({ path: ACCOUNT_PATHS.confirmSecondFactor, body: { code } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['sessions'] });
      return refreshUser(client);
    },
  });
  if (begin.data === undefined)
    return (
      <WithPassword submit="Set up" order={begin} onPassword={begin.mutate}>
        Signing in then also needs six digits from an app on your device. Your other sessions end.
      </WithPassword>
    );
  return (
    <>
      <p>Scan this with your authenticator app, or type the secret into it. It is shown this once.</p>
      <div className="secret enrolment">
        <QrPicture text={begin.data.uri} label="QR code for your authenticator app" />
        <dl>
          <dt className="dim small">Secret</dt>
          <dd>
            <CopyableText label="Secret" text={begin.data.secret} />
          </dd>
          <dt className="dim small">Address, for an app on this device</dt>
          <dd>
            <CopyableText label="Address for the app" text={begin.data.uri} />
          </dd>
        </dl>
      </div>
      <LineForm
        submit="Confirm"
        ready={/^\d{6}$/.test(code)}
        order={confirm}
        onSubmit={() => confirm.mutate()}
      >
        <TextInput
          label="Six digits that the app shows now"
          size="xs"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      </LineForm>
    </>
  );
}

function RemoveFactor() {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (password: string) => command({ path: ACCOUNT_PATHS.removeSecondFactor, body: { password } }),
    onSuccess: () => refreshUser(client),
  });
  return (
    <WithPassword submit="Remove" order={remove} onPassword={remove.mutate}>
      Signing in needs a code from your app.
    </WithPassword>
  );
}

type WithPasswordProps = {
  readonly children: string;
  readonly submit: string;
  readonly order: { readonly isPending: boolean; readonly error: Error | null };
  readonly onPassword: (password: string) => void;
};

/** Whoever finds an open tab shall not change how its owner signs in. */
function WithPassword({ children, submit, order, onPassword }: WithPasswordProps) {
  const [password, setPassword] = useState('');
  return (
    <>
      <p className="dim small">{children}</p>
      <LineForm
        submit={submit}
        ready={password !== ''}
        order={order}
        onSubmit={() => onPassword(password)}
        quiet
      >
        <PasswordInput
          label="Password"
          size="xs"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </LineForm>
    </>
  );
}

function SessionsCard() {
  const client = useQueryClient();
  const now = useNow();
  const end = useMutation({
    mutationFn: (id: number) => command({ method: 'DELETE', path: pathOf(ACCOUNT_PATHS.session, id) }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <Card title="Sessions">
      {end.isError && <ProblemNote error={end.error} />}
      <PagedRows
        queryKey={['sessions']}
        pathOf={(before) => withQuery(ACCOUNT_PATHS.sessions, { before })}
        answer={sessionList}
      >
        {(items) => (
          <FactsTable
            label="Sessions"
            nothing="None."
            rows={items.toSorted((a, b) => Number(b.current) - Number(a.current))}
            keyOf={(session) => session.id}
            columns={[
              { head: 'From', cell: (session) => session.address ?? '—' },
              { head: 'Browser', cell: (session) => session.userAgent ?? '—' },
              { head: 'Last used', cell: (session) => <Age at={session.lastUsedAt} now={now} ago /> },
              {
                head: '',
                cell: (session) =>
                  session.current ? (
                    <span className="dim">this one</span>
                  ) : (
                    <RowAct ends onAct={() => end.mutate(session.id)}>
                      End
                    </RowAct>
                  ),
              },
            ]}
          />
        )}
      </PagedRows>
    </Card>
  );
}
