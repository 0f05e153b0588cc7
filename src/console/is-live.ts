/** Whether updates arrive by themselves, for every screen inside the frame. */
import { createContext, useContext } from 'react';

/** True while updates arrive by themselves; false: screens ask now and then. */
const LiveContext = createContext(false);

export const LiveProvider = LiveContext.Provider;

export function useIsLive(): boolean {
  return useContext(LiveContext);
}
