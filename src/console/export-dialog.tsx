/** A file or report of alerts: its format, how it is marked, whether contacts are shown; it is put on record. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  EXPORT_FORMATS,
  EXPORT_MOST,
  EXPORT_PATHS,
  type ExportFormat,
  type ExportTarget,
  MARKINGS,
  type Marking,
} from '../model/export-api.ts';
import { Dialog } from './dialog.tsx';
import { download } from './fetch-api.ts';
import { ProblemNote } from './problem-note.tsx';
import { useMay } from './signed-in.ts';
import { count } from './words.ts';

const FORMAT_WORDS: Readonly<Record<ExportFormat, string>> = {
  csv: 'CSV, for spreadsheets',
  jsonl: 'JSON lines, for programs',
  pdf: 'PDF report, for reading',
};

type Props = {
  readonly target: ExportTarget;
  readonly alerts: number;
  readonly first?: ExportFormat;
  readonly onClose: () => void;
};

export function ExportDialog({ target, alerts, first = 'csv', onClose }: Props) {
  const [format, setFormat] = useState(first);
  const [marking, setMarking] = useState<Marking>('TLP:AMBER+STRICT');
  const [revealed, setRevealed] = useState(false);
  const [reason, setReason] = useState('');
  const mayReveal = useMay('contacts:reveal');
  const make = useMutation({
    mutationFn: () =>
      download(EXPORT_PATHS.exports, {
        format,
        target,
        marking,
        contacts: revealed ? 'revealed' : 'masked',
        reason: reason.trim() || null,
      }),
    onSuccess: (file) => {
      save(file);
      onClose();
    },
  });
  const tooMany = alerts > EXPORT_MOST[format];
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Dialog title={`Export ${count(alerts, 'alert')}`} onClose={onClose}>
      <form onSubmit={onSubmit} className="stack">
        <NativeSelect
          label="Format"
          size="xs"
          data={EXPORT_FORMATS.map((value) => ({ value, label: FORMAT_WORDS[value] }))}
          value={format}
          onChange={(event) => setFormat(pick(EXPORT_FORMATS, event.currentTarget.value, format))}
        />
        <NativeSelect
          label="Marking (Traffic Light Protocol)"
          size="xs"
          data={[...MARKINGS]}
          value={marking}
          onChange={(event) => setMarking(pick(MARKINGS, event.currentTarget.value, marking))}
        />
        {mayReveal && (
          <NativeSelect
            label="Contacts"
            size="xs"
            data={[
              { value: 'masked', label: 'Masked' },
              { value: 'revealed', label: 'Revealed, with a reason' },
            ]}
            value={revealed ? 'revealed' : 'masked'}
            onChange={(event) => setRevealed(event.currentTarget.value === 'revealed')}
          />
        )}
        <TextInput
          label={revealed ? 'Reason (needed)' : 'Reason (optional)'}
          size="xs"
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {tooMany && (
          <p className="field-fault">
            At most {count(EXPORT_MOST[format], 'alert')} go into one file of this format.
          </p>
        )}
        {make.isError && <ProblemNote error={make.error} />}
        <div className="dialog-end">
          <p className="dim small">What, by whom and when is put on record.</p>
          <Button
            type="submit"
            size="xs"
            disabled={tooMany || (revealed && reason.trim() === '')}
            loading={make.isPending}
          >
            Export
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function pick<T extends string>(values: readonly T[], value: string, otherwise: T): T {
  return values.find((each) => each === value) ?? otherwise;
}

function save({ blob, name }: { blob: Blob; name: string }): void {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
