/** Whether the window is as narrow as a phone; the style sheets have the same limit. */
import { useMediaQuery } from '@mantine/hooks';

export function useNarrow(): boolean {
  // Asked at once: drawn for a desk first, all would jump.
  return useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
}
