/** Orders that the server takes from who has signed in lately only: the password is asked for, and the order is given again. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createContext, type FormEvent, type ReactNode, useContext, useState } from 'react';
import { API_PATHS, currentUser } from '../../model/api.ts';
import { Dialog } from '../dialog.tsx';
import { order, problemOf } from '../fetch-api.ts';
import { ProblemNote } from '../problem-note.tsx';
import { CodeInput, OwnPasswordInput } from '../proof-inputs.tsx';
import { useSignedIn } from '../signed-in.ts';

/** Gives the order, and once more when the password was asked for and given; rejects as the order does when it was not. */
type Prove = <T>(give: () => Promise<T>) => Promise<T>;

const ProveContext = createContext<Prove>((give) => give());

export function useProve(): Prove {
  return useContext(ProveContext);
}

type Asked = { readonly onProved: () => void; readonly onClose: () => void };

export function SignInAgain({ children }: { children: ReactNode }) {
  const { external } = useSignedIn();
  const [asked, ask] = useState<Asked | null>(null);
  const prove: Prove = async (give) => {
    try {
      return await give();
    } catch (error) {
      // The identity provider asks on a page of its own.
      if (external || !problemOf(error).type.endsWith(':sign-in-again')) throw error;
      await new Promise<void>((onProved, reject) => ask({ onProved, onClose: () => reject(error) }));
      return await give();
    }
  };
  const end = (how: keyof Asked) => () => {
    asked?.[how]();
    ask(null);
  };
  return (
    <ProveContext.Provider value={prove}>
      {children}
      {asked !== null && <AskPassword onProved={end('onProved')} onClose={end('onClose')} />}
    </ProveContext.Provider>
  );
}

function AskPassword({ onProved, onClose }: Asked) {
  const { name, secondFactor } = useSignedIn();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const signIn = useMutation({
    mutationFn: () => {
      const body = { name, password, ...(code === '' ? {} : { code }) };
      return order(currentUser, { path: API_PATHS.session, body });
    },
    onSuccess: onProved,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== '') signIn.mutate();
  };
  return (
    <Dialog title="Sign in again" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>You signed in a while ago. Accounts are changed by who has just shown who they are.</p>
        <OwnPasswordInput value={password} onValue={setPassword} />
        {secondFactor && <CodeInput size="xs" value={code} onValue={setCode} />}
        {signIn.isError && <ProblemNote error={signIn.error} />}
        <div className="ask-end">
          <Button size="xs" variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" size="xs" disabled={password === ''} loading={signIn.isPending}>
            Go on
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
