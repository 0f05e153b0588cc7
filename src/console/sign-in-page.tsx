/** The sign-in form; it stands at whatever address was asked for, which opens once the name is accepted. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useSearchParams } from 'react-router';
import { API_PATHS } from '../model/api.ts';
import { problemOf } from './fetch-api.ts';
import { LogoIcon } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';
import { CodeInput } from './proof-inputs.tsx';
import { SchemeToggle } from './scheme-toggle.tsx';
import { useEndedSession, useSignIn, useSignInWays } from './session-queries.ts';

export function SignInPage() {
  const ended = useEndedSession();
  return (
    <main className="sign-in">
      <title>Sign in · Precursor Watch</title>
      <div className="card sign-in-card">
        <h1 className="brand">
          <LogoIcon />
          <span>Precursor Watch</span>
        </h1>
        <p className="dim">Review of sale listings that may offer controlled drug precursors.</p>
        {ended !== null && (
          <p className="changed-note" role="alert">
            Your session has ended, and nothing was recorded since. What you had chosen and written for a
            decision is there again once you have signed in.
          </p>
        )}
        <Elsewhere />
        <SignInForm key={ended} nameBefore={ended ?? ''} />
        <p className="dim small">
          The first name and password were shown in the terminal of the server. There{' '}
          <code>npx precursor-watch users password NAME</code> makes a new one.
        </p>
      </div>
      <div className="sign-in-scheme">
        <SchemeToggle />
      </div>
    </main>
  );
}

function SignInForm({ nameBefore }: { nameBefore: string }) {
  const [name, setName] = useState(nameBefore);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const signIn = useSignIn();
  const codeNeeded = signIn.isError && problemOf(signIn.error).type.endsWith(':code-needed');
  // Once asked for it stays, also after a wrong one.
  const [asked, setAsked] = useState(false);
  if (codeNeeded && !asked) setAsked(true);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '' || password === '') return;
    signIn.mutate({ name: name.trim(), password, ...(code === '' ? {} : { code }) });
  };
  return (
    <form onSubmit={submit} className="sign-in-form">
      <TextInput
        label="Name"
        name="name"
        autoComplete="username"
        autoFocus={nameBefore === ''}
        required
        withAsterisk={false}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        name="password"
        autoComplete="current-password"
        autoFocus={nameBefore !== ''}
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {asked && <CodeInput name="code" autoFocus value={code} onValue={setCode} />}
      {signIn.isError && !(codeNeeded && code === '') && <ProblemNote error={signIn.error} />}
      <Button type="submit" loading={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}

/** What the way back from the identity provider can say. */
const RETURN_WORDS: Readonly<Record<string, string>> = {
  'begin-again': 'That took too long, or began in another browser. Begin again.',
  refused: 'The identity provider did not let you in.',
  'name-taken':
    'Another account here has your name, or one that looks like it. Ask for another name at the identity provider.',
  'odd-name':
    'No name that the identity provider gives you fits an account: letters, digits, spaces and . _ @ -, at most 80. Ask for another there.',
};

function Elsewhere() {
  const { elsewhere } = useSignInWays().data ?? { elsewhere: null };
  const said = useSearchParams()[0].get('sign-in');
  return (
    <>
      {said !== null && (
        <p className="changed-note" role="alert">
          {RETURN_WORDS[said] ?? 'Your account cannot sign in here. Ask an admin.'}
        </p>
      )}
      {elsewhere !== null && (
        <>
          <Button component="a" href={API_PATHS.elsewhere} variant="default">
            Sign in with {elsewhere.name}
          </Button>
          <p className="dim small sign-in-or">or by name and password</p>
        </>
      )}
    </>
  );
}
