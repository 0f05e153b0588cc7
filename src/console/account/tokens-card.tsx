/** Tokens with which programs ask in one's name: scoped, expiring, shown once. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  ACCOUNT_PATHS,
  type ApiToken,
  LONGEST_TOKEN_DAYS,
  newToken,
  tokenList,
} from '../../model/account-api.ts';
import { NOT_FOR_TOKENS, type Permission } from '../../model/permissions.ts';
import { Age, Moment } from '../age.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { FactsTable } from '../facts-table.tsx';
import { command, order, pathOf, withQuery } from '../fetch-api.ts';
import { RowAct } from '../line-form.tsx';
import { Card } from '../page.tsx';
import { PagedRows } from '../paged-rows.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { OwnPasswordInput } from '../proof-inputs.tsx';
import { useSignedIn } from '../signed-in.ts';
import { useNow } from '../use-now.ts';
import { count } from '../words.ts';

const TOKENS_KEY = ['tokens'] as const;
const DAYS = [7, 30, 90, LONGEST_TOKEN_DAYS];

export function TokensCard() {
  const client = useQueryClient();
  const now = useNow();
  const revoke = useMutation({
    mutationFn: (id: number) => command({ method: 'DELETE', path: pathOf(ACCOUNT_PATHS.token, id) }),
    onSuccess: () => void client.invalidateQueries({ queryKey: TOKENS_KEY }),
  });
  return (
    <Card title="Tokens for programs">
      {revoke.isError && <ProblemNote error={revoke.error} />}
      <PagedRows
        queryKey={TOKENS_KEY}
        pathOf={(before) => withQuery(ACCOUNT_PATHS.tokens, { before })}
        answer={tokenList}
      >
        {(items) => (
          <FactsTable
            label="Tokens"
            nothing="None."
            rows={items}
            keyOf={(token) => token.id}
            columns={[
              { head: 'Name', cell: (token) => token.name },
              { head: 'May', cell: (token) => token.scopes.join(', ') },
              { head: 'Until', cell: (token) => <Moment at={token.expiresAt} /> },
              {
                head: 'Last used',
                cell: ({ lastUsedAt }) =>
                  lastUsedAt === null ? 'never' : <Age at={lastUsedAt} now={now} ago />,
              },
              {
                head: '',
                cell: (token) => <Revoke token={token} onRevoke={() => revoke.mutate(token.id)} />,
              },
            ]}
          />
        )}
      </PagedRows>
      <NewTokenForm />
    </Card>
  );
}

function Revoke({ token, onRevoke }: { token: ApiToken; onRevoke: () => void }) {
  if (token.revokedAt !== null) return <span className="dim">revoked</span>;
  return (
    <RowAct ends onAct={onRevoke}>
      Revoke
    </RowAct>
  );
}

function NewTokenForm() {
  const client = useQueryClient();
  const { permissions, external } = useSignedIn();
  const offered = permissions.filter((permission) => !NOT_FOR_TOKENS.includes(permission));
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [days, setDays] = useState('30');
  const [scopes, setScopes] = useState<readonly Permission[]>([]);
  const make = useMutation({
    mutationFn: () =>
      order(newToken, {
        path: ACCOUNT_PATHS.tokens,
        body: { name: name.trim(), scopes, days: Number(days), ...(external ? {} : { password }) },
      }),
    onSuccess: () => {
      setName('');
      setPassword('');
      void client.invalidateQueries({ queryKey: TOKENS_KEY });
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  const toggle = (scope: Permission) =>
    setScopes(scopes.includes(scope) ? scopes.filter((each) => each !== scope) : [...scopes, scope]);
  return (
    <form className="stack save-view" onSubmit={onSubmit}>
      <fieldset className="scopes">
        <legend className="small dim">What it may</legend>
        {offered.map((scope) => (
          <Checkbox
            key={scope}
            size="xs"
            label={scope}
            checked={scopes.includes(scope)}
            onChange={() => toggle(scope)}
          />
        ))}
      </fieldset>
      <div className="form-line">
        <TextInput
          label="Name"
          size="xs"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label="For"
          size="xs"
          data={DAYS.map((each) => ({ value: String(each), label: count(each, 'day') }))}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        {!external && <OwnPasswordInput value={password} onValue={setPassword} />}
        <Button
          type="submit"
          size="xs"
          disabled={name.trim() === '' || scopes.length === 0 || (!external && password === '')}
          loading={make.isPending}
        >
          Make the token
        </Button>
      </div>
      {make.isError && <ProblemNote error={make.error} />}
      {make.data && (
        <p className="secret" role="status">
          Shown this once: <CopyableText label="Token" text={make.data.token} />
        </p>
      )}
    </form>
  );
}
