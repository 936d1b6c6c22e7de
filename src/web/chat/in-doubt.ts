import type { Dispatch, DirectLine, Store, StoreAction, WebChatActivity } from './webchat.d.ts';

/** The new line first brings all that was said; what the server has got is among it. */
const confirmsWithinMs = 800;

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
  let lines = 0;

  return {
    middleware: () => (next) => (action) => {
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
      }
      return next(action);
    },

    settle: async (line, goOn) => {
      lines += 1;
      const mine = lines;
      if (inDoubt.size > 0) await wait(confirmsWithinMs);
      for (const activity of inDoubt.values()) {
        if (mine !== lines) return;
        await post(line, activity);
      }
      if (mine === lines) goOn();
    },

    pause: () => {
      lines += 1;
    },
  };
}

function idOf({ meta, payload }: StoreAction): string | undefined {
  return meta?.clientActivityID ?? payload?.activity?.channelData?.clientActivityID;
}

/** What fails stays in doubt; Web Chat tells of it. */
function post(line: DirectLine, activity: WebChatActivity): Promise<void> {
  return new Promise((resolve) => {
    line.postActivity(activity).subscribe({ complete: resolve, error: () => resolve() });
  });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
