/** The picture of the stored page, from our own store; nothing in it can be masked, so that it is shown to who revealed the contacts. */
import { API_PATHS, type ScreenshotFacts } from '../../model/api.ts';
import { Moment } from '../age.tsx';
import { CopyableText } from '../copyable-text.tsx';
import { pathOf } from '../fetch-api.ts';
import { OrderButton } from './more-orders.tsx';

type Props = {
  readonly id: number;
  readonly screenshot: ScreenshotFacts;
  readonly revealed: boolean;
  /** Null when this person may not. */
  readonly onReveal: (() => void) | null;
};

export function Screenshot({ id, screenshot, revealed, onReveal }: Props) {
  const { sha256, takenAt, width, height } = screenshot;
  const address = pathOf(API_PATHS.screenshot, id);
  return (
    <>
      <h3 className="section-title screenshot-title">Screenshot</h3>
      <p className="dim small">
        As a browser drew it, without pictures, <Moment at={takenAt} />, SHA-256{' '}
        <CopyableText label="SHA-256 of the screenshot" text={sha256} />
      </p>
      {revealed ? (
        <div className="screenshot-frame">
          <a href={address} target="_blank" rel="noreferrer" title="Open in full size">
            <img src={address} alt="The stored page as a browser drew it" width={width} height={height} />
          </a>
        </div>
      ) : (
        <p className="screenshot-masked">
          Contacts in a picture cannot be masked: it is shown once you have revealed them.
          {onReveal !== null && <OrderButton action="reveal" says="Reveal" onOrder={onReveal} />}
        </p>
      )}
    </>
  );
}
