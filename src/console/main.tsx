/** Starts the console: theme, server cache and router around the application. */
import './mantine-styles.ts';
import './tokens.css';
import './shell.css';
import './page.css';
import './list/run-strip.css';
import './list/alert-list.css';
import './list/alert-list-phone.css';
import './alert/alert-page.css';
import './alert/evidence.css';
import { MantineProvider } from '@mantine/core';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { z } from 'zod';
import { App } from './app.tsx';
import { problemOf } from './fetch-api.ts';
import { endSession } from './session-queries.ts';
import { cssVariables, theme } from './theme.ts';

// The content security policy forbids code made at run time, and zod would try it once and be reported.
z.config({ jitless: true });

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

function makeQueryClient(): QueryClient {
  const onError = (error: Error) => {
    // A wrong password is a 401 too, and is told on its form.
    if (problemOf(error).type.endsWith(':signed-out')) endSession(client);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    // A machine without a network still reaches a server of its own, and an order is refused now rather than sent later.
    defaultOptions: {
      mutations: { networkMode: 'always' },
      queries: {
        networkMode: 'always',
        retry: (failures, error) => {
          const { status } = problemOf(error);
          return failures < 2 && (status === 0 || status >= 500);
        },
      },
    },
  });
  return client;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={makeQueryClient()}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
