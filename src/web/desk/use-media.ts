import { useSyncExternalStore } from 'react';

/** Whether a media query holds, now and as it changes. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (tell) => {
      const list = matchMedia(query);
      list.addEventListener('change', tell);
      return () => list.removeEventListener('change', tell);
    },
    () => matchMedia(query).matches,
  );
}

/** Room for the case and the chat side by side. */
export const wide = '(min-width: 1080px)';

/** A phone: the places of the desk stand above the page; the same width as in `look/circumstances.css`. */
export const narrow = '(max-width: 760px)';
