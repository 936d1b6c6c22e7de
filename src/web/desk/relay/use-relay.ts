import { useEffect, useSyncExternalStore } from 'react';
import type { Message } from '../api/types.ts';
import { useAnswer } from '../api/use-answer.ts';
import { type Unsent, unsentOf, type UnsentOf } from './unsent.ts';

export type Relay = {
  messages: readonly Message[] | undefined;
  error: Error | undefined;
  reload: () => void;
  /** New messages that are not listed yet, in the order they were written. */
  waiting: readonly Unsent[];
  /** Changes of listed messages that the server has not confirmed, by message. */
  edits: ReadonlyMap<string, Unsent>;
  unsent: UnsentOf;
};

/** What was said in the case's conversation, and what is about to be. */
export function useRelay(caseId: string, conversation: string): Relay {
  const { data, error, reload } = useAnswer<{ messages: readonly Message[] }>(
    `/cases/${encodeURIComponent(caseId)}/messages?after=0`,
    (news) => news.kind === 'changed' && (news.conversation === conversation || news.cases.includes(caseId)),
  );
  const unsent = unsentOf(caseId);
  const all = useSyncExternalStore(unsent.follow, unsent.list);
  const messages = data?.messages;
  const sent = all.filter(({ state }) => state.kind !== 'waiting').length;
  useEffect(reload, [sent, all.length, reload]);
  useEffect(() => {
    all.filter((one) => isListed(one, messages)).forEach(({ id }) => unsent.drop(id));
  }, [all, messages, unsent]);
  return {
    messages,
    error,
    reload,
    waiting: all.filter((one) => one.edits === undefined && !isListed(one, messages)),
    edits: new Map(all.flatMap((one) => (one.edits === undefined ? [] : [[one.edits, one]]))),
    unsent,
  };
}

/** Live news can be faster than the answer to our own request. */
function isListed({ id, state, edits }: Unsent, messages: readonly Message[] | undefined): boolean {
  if (edits !== undefined || messages === undefined) return false;
  const message = state.kind === 'sent' ? state.message : id;
  return messages.some((listed) => listed.id === message || listed.id.includes(id));
}
