import type { Dispatch, DirectLine, Store, StoreAction, WebChatActivity } from './webchat.d.ts';

/** The new line first brings all that was said; what the server has got is among it. */
const confirmsWithinMs = 800;

/** A post fails a moment before or after the line is known to have dropped. */
const dropShowsWithinMs = 1000;

/**
 * A message can be on its way just when the line drops: nobody knows whether it arrived. Web Chat would say much later that it
 * failed, and would send it as another one when told to. This sends it again on the next line, under the same id, so that the
 * server keeps it once.
 */
export function createInDoubt(): {
  middleware: (store: Store) => (next: Dispatch) => Dispatch;
  /** There is a line again: calls `goOn` once everything that was on its way is sent, so that nothing overtakes it. */
  settle: (line: DirectLine, goOn: () => void) => Promise<void>;
  /** The line is down. */
  pause: () => void;
} {
  const inDoubt = new Map<string, WebChatActivity>();
  const arrived = new Set<string>();
  let store: Store | undefined;
  let isDown = false;
  let lines = 0;

  /**
   * Only what failed on a line that holds has failed. From then on it is Web Chat's, which offers to try again. What fails
   * while one line makes way for the next is sent again on that one.
   */
  const tellLater = (id: string, tell: () => void): void => {
    const failedOn = lines;
    setTimeout(() => {
      if (!isDown && failedOn === lines && inDoubt.delete(id)) tell();
    }, dropShowsWithinMs);
  };

  return {
    middleware: (made) => {
      store = made;
      return (next) => (action) => {
        const id = idOf(action);
        if (id === undefined) return next(action);
        const activity = action.payload?.activity;
        switch (action.type) {
          case 'DIRECT_LINE/POST_ACTIVITY_PENDING':
            if (activity?.type === 'message') inDoubt.set(id, activity);
            break;
          case 'DIRECT_LINE/POST_ACTIVITY_FULFILLED':
          case 'DIRECT_LINE/INCOMING_ACTIVITY':
            inDoubt.delete(id);
            arrived.add(id);
            break;
          case 'DIRECT_LINE/POST_ACTIVITY_IMPEDED':
          case 'DIRECT_LINE/POST_ACTIVITY_REJECTED':
            // The try on the line that dropped ends long after the message arrived on the next one.
            if (arrived.has(id)) return action;
            if (!inDoubt.has(id)) break;
            tellLater(id, () => next(action));
            return action;
        }
        return next(action);
      };
    },

    settle: async (line, goOn) => {
      lines += 1;
      const mine = lines;
      if (inDoubt.size > 0) await wait(confirmsWithinMs);
      if (mine !== lines) return;
      isDown = false;
      for (const [id, activity] of inDoubt) {
        const failure = await post(line, activity);
        if (mine !== lines) return;
        if (failure) store?.dispatch(rejection(id, failure));
      }
      if (mine === lines) goOn();
    },

    pause: () => {
      lines += 1;
      isDown = true;
    },
  };
}

function idOf({ meta, payload }: StoreAction): string | undefined {
  return meta?.clientActivityID ?? payload?.activity?.channelData?.clientActivityID;
}

/** Resolves with what went wrong, if anything did. */
function post(line: DirectLine, activity: WebChatActivity): Promise<{ reason: unknown } | undefined> {
  return new Promise((resolve) => {
    const complete = (): void => resolve(undefined);
    line.postActivity(activity).subscribe({ complete, error: (reason) => resolve({ reason }) });
  });
}

function rejection(clientActivityID: string, { reason }: { reason: unknown }): StoreAction {
  return { type: 'DIRECT_LINE/POST_ACTIVITY_REJECTED', meta: { clientActivityID }, payload: { reason } };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
