/** The stored page in a frame that can run, load and open nothing; never the seller's server. */
import { Button } from '@mantine/core';
import { API_PATHS } from '../../model/api.ts';
import { Moment } from '../age.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { pathOf } from '../fetch-api.ts';
import { KeyHint, useKeyOf } from '../keyboard/keyboard.tsx';

type Props = {
  readonly id: number;
  readonly capture: string;
  readonly capturedAt: string | null;
  readonly shown: boolean;
  readonly onShow: (shown: boolean) => void;
};

export function CapturedPage({ id, capture, capturedAt, shown, onShow }: Props) {
  return (
    <section className="card" aria-labelledby="capture-title">
      <div className="section-head">
        <h2 className="section-title" id="capture-title">
          Stored page
        </h2>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={shown}
          aria-keyshortcuts={useKeyOf('capture')}
          rightSection={<KeyHint action="capture" />}
          onClick={() => onShow(!shown)}
        >
          {shown ? 'Hide' : 'Show'}
        </Button>
      </div>
      <p className="dim small">
        {capturedAt !== null && (
          <>
            Fetched <Moment at={capturedAt} />,{' '}
          </>
        )}
        SHA-256 <CopyableText label="SHA-256 of the stored page" text={capture} />
      </p>
      {shown && (
        <iframe
          className="capture-frame"
          title="Stored page, without its scripts, styles and pictures"
          sandbox=""
          referrerPolicy="no-referrer"
          src={pathOf(API_PATHS.capture, id)}
        />
      )}
    </section>
  );
}
