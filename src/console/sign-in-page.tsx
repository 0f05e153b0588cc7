/** The sign-in form; it stands at whatever address was asked for, which opens once the name is accepted. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { LogoIcon } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SchemeToggle } from './scheme-toggle.tsx';
import { useSignIn } from './session-queries.ts';

export function SignInPage() {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && password !== '') signIn.mutate({ name: name.trim(), password });
  };
  return (
    <main className="sign-in">
      <title>Sign in · Precursor Watch</title>
      <form onSubmit={submit} className="card sign-in-card">
        <h1 className="brand">
          <LogoIcon />
          <span>Precursor Watch</span>
        </h1>
        <p className="dim">Review of sale listings that may offer controlled drug precursors.</p>
        <TextInput
          label="Name"
          name="name"
          autoComplete="username"
          autoFocus
          required
          withAsterisk={false}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {signIn.isError && <ProblemNote error={signIn.error} />}
        <Button type="submit" loading={signIn.isPending}>
          Sign in
        </Button>
        <p className="dim small">
          The first name and password were shown in the terminal of the server. There{' '}
          <code>npx precursor-watch users password NAME</code> makes a new one.
        </p>
      </form>
      <div className="sign-in-scheme">
        <SchemeToggle />
      </div>
    </main>
  );
}
