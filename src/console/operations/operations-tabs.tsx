/** The frame of the pages for operators: sites, runs, queues, terms. */
import type { ReactNode } from 'react';
import { Page } from '../page.tsx';
import { useSignedIn } from '../signed-in.ts';
import { tabsOf } from '../ways.ts';

export function OperationsPage({ says, children }: { says: string; children: ReactNode }) {
  return (
    <Page title="Operations" says={says} tabs={tabsOf('/operations', useSignedIn().permissions)}>
      {children}
    </Page>
  );
}
