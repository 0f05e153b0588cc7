/** A dialog of the browser's own kind: it keeps the focus, closes on Esc by itself and gives the focus back. */
import { CloseButton } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef } from 'react';

type Props = {
  readonly title: string;
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
};

export function Dialog({ title, onClose, className, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    // Otherwise the button that closes it would come first.
    ref.current?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    return () => {
      // The browser gives the focus back only of dialogs that stay in the page; what was done may have taken it elsewhere.
      if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      className={`card dialog ${className ?? ''}`}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={onClose}
    >
      <div className="section-head">
        <h2 className="section-title" id={id}>
          {title}
        </h2>
        <CloseButton aria-label="Close" onClick={onClose} />
      </div>
      {children}
    </dialog>
  );
}
