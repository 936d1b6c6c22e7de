import type { Bulletin, News } from '../port.ts';

/** News for whoever looks on in this process. A listener that fails holds up nobody and is reported. */
export function createBulletin(onFailure: (error: unknown) => void): Bulletin {
  const listeners = new Set<(news: News) => void>();
  return {
    tell(news) {
      for (const listener of listeners)
        try {
          listener(news);
        } catch (error) {
          onFailure(error);
        }
    },
    follow(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
