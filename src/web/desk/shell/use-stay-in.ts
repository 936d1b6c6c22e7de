import { useEffect } from 'react';
import { send } from '../api/client.ts';

const atMostEveryMs = 60_000;

/** A session ends when nobody does anything. Reading and writing is doing something, so the server is told of it. */
export function useStayIn(): void {
  useEffect(() => {
    let toldAtMs = Date.now();
    const tell = (): void => {
      if (Date.now() - toldAtMs < atMostEveryMs) return;
      toldAtMs = Date.now();
      void send('/active').catch(() => undefined);
    };
    const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
    signs.forEach((sign) => addEventListener(sign, tell, { passive: true }));
    return () => signs.forEach((sign) => removeEventListener(sign, tell));
  }, []);
}
