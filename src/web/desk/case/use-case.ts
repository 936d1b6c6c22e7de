import { useState } from 'react';
import { act } from '../api/acts.ts';
import { Refusal, send } from '../api/client.ts';
import type { ActRequest, CaseDetail } from '../api/types.ts';
import { type Answer, useAnswer } from '../api/use-answer.ts';

/** What to tell the technician about what they just tried. */
export type Notice = { intent: 'warning' | 'error'; text: string };

export type CaseWork = {
  case: CaseDetail;
  busy: boolean;
  /** True when it happened. */
  act(what: ActRequest['act']): Promise<boolean>;
  change(what: 'ticks' | 'notes' | 'priority', body: object): Promise<boolean>;
};

/** A case as it changes, and what one does to it. */
export function useCase(id: string) {
  const path = `/cases/${encodeURIComponent(id)}`;
  const { data, error, reload, put }: Answer<CaseDetail> = useAnswer(
    path,
    // A file that the person sends is no change of the case, and stands in its evidence.
    (news): boolean =>
      news.kind === 'changed' && (news.cases.includes(id) || news.conversation === data?.conversation),
  );
  const [notice, setNotice] = useState<Notice>();
  const [busy, setBusy] = useState(false);

  const attempt = async (work: () => Promise<{ case: CaseDetail }>): Promise<boolean> => {
    setBusy(true);
    setNotice(undefined);
    try {
      put((await work()).case);
      return true;
    } catch (failure) {
      setNotice(noticeOf(failure));
      reload();
      return false;
    } finally {
      setBusy(false);
    }
  };
  const work: CaseWork | undefined = data && {
    case: data,
    busy,
    act: (what) => attempt(() => act(id, what)),
    change: (what, body) => attempt(() => send(`${path}/${what}`, { ...body, version: data.version })),
  };
  return { work, error, reload, notice, dismiss: () => setNotice(undefined) };
}

/** Two people at once is nothing wrong: whoever came second hears who was first. */
function noticeOf(failure: unknown): Notice {
  if (!(failure instanceof Refusal))
    return {
      intent: 'error',
      text: 'The desk cannot be reached. Nothing was changed. Try again in a moment.',
    };
  const { code, holder, message } = failure;
  if (holder === undefined) return { intent: code === 'conflict' ? 'warning' : 'error', text: message };
  switch (code) {
    case 'conflict':
      return { intent: 'warning', text: `${holder} changed this first. You now see what they did.` };
    case 'taken':
      return { intent: 'warning', text: `${holder} took this case first.` };
    case 'not-yours':
      return { intent: 'warning', text: `${holder} has this case now.` };
    default:
      return { intent: 'error', text: message };
  }
}
