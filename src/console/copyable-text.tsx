/** Text from outside with a copy button. Addresses stay text: a click must never open a seller's site. */
import { ActionIcon } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { CopyIcon, DoneIcon } from './icons.tsx';

export function CopyableText({ label, text }: { label: string; text: string }) {
  const clipboard = useClipboard({ timeout: 1500 });
  const action = `Copy: ${label.toLowerCase()}`;
  return (
    <span className="copyable">
      <code title={label}>{text}</code>
      <ActionIcon
        variant="subtle"
        size="sm"
        color="gray"
        aria-label={action}
        title={action}
        onClick={() => clipboard.copy(text)}
      >
        {clipboard.copied ? <DoneIcon /> : <CopyIcon />}
      </ActionIcon>
      <span role="status" className="copied">
        {clipboard.copied && 'Copied'}
        {clipboard.error && 'Copying is not allowed here: select the text'}
      </span>
    </span>
  );
}
