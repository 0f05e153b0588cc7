/** That the server no longer answers: told at the lower edge, above what is being read, which stays where it is. */
import { Alert } from '@mantine/core';
import { useState } from 'react';
import { problemOf } from './fetch-api.ts';

/** Shown for as long as the server does not answer, unless its reader has closed it. */
export function LineNote({ error }: { error: unknown }) {
  const [closed, setClosed] = useState(false);
  if (closed) return null;
  const { title, detail } = problemOf(error);
  return (
    <Alert
      className="line-note"
      color="red"
      title={title}
      role="alert"
      withCloseButton
      closeButtonLabel="Close this note"
      onClose={() => setClosed(true)}
    >
      {detail}
    </Alert>
  );
}
