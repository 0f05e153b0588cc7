/** The stored page in a frame that can run, load and open nothing; never the seller's server. */
import { Button } from '@mantine/core';
import { type AlertDetail, API_PATHS } from '../../model/api.ts';
import { Moment } from '../age.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { pathOf } from '../fetch-api.ts';
import { KeyHint, useKeyOf } from '../keyboard/keyboard.tsx';
import { Screenshot } from './screenshot.tsx';

type Props = {
  readonly alert: Pick<AlertDetail, 'id' | 'capturedAt' | 'screenshot' | 'revealedUntil'>;
  readonly capture: string;
  readonly shown: boolean;
  readonly onShow: (shown: boolean) => void;
  /** Null when this person may not, or there is nothing to reveal. */
  readonly onReveal: (() => void) | null;
};

export function CapturedPage({ alert, capture, shown, onShow, onReveal }: Props) {
  const { id, capturedAt, screenshot, revealedUntil } = alert;
  return (
    <section className="card" aria-labelledby="capture-title">
      <div className="section-head">
        <h2 className="section-title" id="capture-title">
          {screenshot === null ? 'Stored page' : 'Stored page and screenshot'}
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
          // What was revealed meanwhile is to be seen.
          key={revealedUntil}
          className="capture-frame"
          title="Stored page, without its scripts, styles and pictures"
          sandbox=""
          referrerPolicy="no-referrer"
          src={pathOf(API_PATHS.capture, id)}
        />
      )}
      {shown && screenshot !== null && (
        <Screenshot id={id} screenshot={screenshot} revealed={revealedUntil !== null} onReveal={onReveal} />
      )}
    </section>
  );
}
