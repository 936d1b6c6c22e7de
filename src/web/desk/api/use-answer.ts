import { useCallback, useEffect, useRef, useState } from 'react';
import { useNews } from '../live.tsx';
import { read, Refusal } from './client.ts';
import type { LiveNews } from './live.ts';

/** What was read last stays while it is read again, so that nothing jumps or flashes. */
export type Answer<Data> = {
  data: Data | undefined;
  error: Error | undefined;
  reload: () => void;
  put: (data: Data) => void;
};

const triesAgainAfterMs = 4000;

/** Reads `path`, and reads it again when `isOfInterest` says that some news is about it. */
export function useAnswer<Data>(path: string, isOfInterest: (news: LiveNews) => boolean): Answer<Data> {
  const [kept, setKept] = useState<{ path: string; data?: Data; error?: Error }>({ path });
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  const newsTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useNews((news) => {
    if (news.kind !== 'resumed' && !isOfInterest(news)) return;
    clearTimeout(newsTimer.current);
    // Several things often change at once; one reading is enough.
    newsTimer.current = setTimeout(reload, 60);
  });
  useEffect(() => {
    const given = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    read<Data>(path, given.signal).then(
      (data) => setKept({ path, data }),
      (error: Error) => {
        if (given.signal.aborted) return;
        setKept((before) => ({ ...before, path, error }));
        if (!(error instanceof Refusal)) timer = setTimeout(reload, triesAgainAfterMs);
      },
    );
    return () => {
      given.abort();
      clearTimeout(timer);
    };
  }, [path, round, reload]);
  const put = useCallback((data: Data) => setKept({ path, data }), [path]);
  return { data: kept.data, error: kept.error, reload, put };
}

export const onAnyChange = (news: LiveNews): boolean => news.kind === 'changed';
export const never = (): boolean => false;
