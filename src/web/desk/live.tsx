import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { addressOf } from './api/client.ts';
import { type Line, type Live, type LiveNews, openLive } from './api/live.ts';

const LiveContext = createContext<Live | undefined>(undefined);

/** Opens the line to the server once somebody is signed in, and closes it with them. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [live, setLive] = useState<Live>();
  useEffect(() => {
    const opened = openLive(addressOf('/live'));
    setLive(opened);
    return () => opened.close();
  }, []);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** Calls `listener` with whatever happens elsewhere, always the newest one given. */
export function useNews(listener: (news: LiveNews) => void): void {
  const live = useContext(LiveContext);
  const newest = useRef(listener);
  useEffect(() => {
    newest.current = listener;
  });
  useEffect(() => live?.follow((news) => newest.current(news)), [live]);
}

export function useLine(): Line {
  const live = useContext(LiveContext);
  return useSyncExternalStore(
    (tell) => live?.followLine(tell) ?? (() => undefined),
    () => live?.line() ?? 'opening',
  );
}
