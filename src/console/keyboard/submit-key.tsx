/** The key that submits from where the focus is, for the button that submits. */
import { Kbd } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Enter belongs to them. */
const OWN_ENTER = 'textarea, select';

export function SubmitKey() {
  const [within, setWithin] = useState(false);
  useEffect(() => {
    const look = () => setWithin(document.activeElement?.matches(OWN_ENTER) ?? false);
    // When the focus leaves for nowhere, only then is nothing focused.
    const left = () => queueMicrotask(look);
    look();
    document.addEventListener('focusin', look);
    document.addEventListener('focusout', left);
    return () => {
      document.removeEventListener('focusin', look);
      document.removeEventListener('focusout', left);
    };
  }, []);
  return <Kbd size="xs">{within ? 'Ctrl+Enter' : 'Enter'}</Kbd>;
}
