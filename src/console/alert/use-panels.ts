/** Which of the folded parts of an alert are open. */
import { useState } from 'react';

export type Panels = ReturnType<typeof usePanels>;

export function usePanels() {
  const [capture, showCapture] = useState(false);
  const [why, showWhy] = useState(false);
  const [exporting, showExport] = useState(false);
  return { capture, showCapture, why, showWhy, exporting, showExport };
}
