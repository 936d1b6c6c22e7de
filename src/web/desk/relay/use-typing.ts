import { useEffect, useRef, useState } from 'react';
import { send } from '../api/client.ts';
import { useNews } from '../live.tsx';

const showsForMs = 6000;
const tellsEveryMs = 4000;

/** Whether the person is writing just now. A message of theirs ends it. */
export function useTheyType(conversation: string, messages: number): boolean {
  const [isTyping, setIsTyping] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useNews((news) => {
    if (news.kind !== 'typing' || news.conversation !== conversation) return;
    setIsTyping(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setIsTyping(false), showsForMs);
  });
  useEffect(() => setIsTyping(false), [messages]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return isTyping;
}

/** Tells the person that the technician is writing, now and then while it goes on. What is sent ends it. */
export function useTellTyping(caseId: string): { tell: () => void; end: () => void } {
  const toldAtMs = useRef(0);
  return {
    tell: () => {
      if (Date.now() - toldAtMs.current < tellsEveryMs) return;
      toldAtMs.current = Date.now();
      void send(`/cases/${encodeURIComponent(caseId)}/typing`).catch(() => undefined);
    },
    end: () => {
      toldAtMs.current = 0;
    },
  };
}
