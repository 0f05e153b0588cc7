/** The frame of the pages about how well the desk decides: second looks, disagreements, gold items, sampling. */
import type { ReactNode } from 'react';
import { Page } from '../page.tsx';
import { useSignedIn } from '../signed-in.ts';
import { tabsOf } from '../ways.ts';

export function QualityPage({ says, children }: { says: string; children: ReactNode }) {
  return (
    <Page title="Second looks" says={says} tabs={tabsOf('/second-looks', useSignedIn().permissions)}>
      {children}
    </Page>
  );
}
