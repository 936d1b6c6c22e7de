import type { Dispatch, Store, StoreAction } from './webchat.d.ts';

const sends: ReadonlySet<string> = new Set([
  'WEB_CHAT/SUBMIT_SEND_BOX',
  'WEB_CHAT/SEND_MESSAGE',
  'WEB_CHAT/SEND_MESSAGE_BACK',
  'WEB_CHAT/SEND_POST_BACK',
]);

/**
 * Web Chat forgets what is sent while it has no connection. This keeps it until there is one: somebody with a caller on
 * the line types at once, and taps "Get a person" just when the line is down.
 */
export function createHold(): {
  middleware: (store: Store) => (next: Dispatch) => Dispatch;
  release: () => void;
  hold: () => void;
} {
  let isHolding = true;
  let held: StoreAction[] = [];
  let store: Store | undefined;

  return {
    middleware: (made) => {
      store = made;
      return (next) => (action) => {
        if (!isHolding || !sends.has(action.type)) return next(action);
        // The box is submitted once, however often somebody pressed Enter.
        held = held.filter(({ type }) => type !== 'WEB_CHAT/SUBMIT_SEND_BOX' || type !== action.type);
        held.push(action);
        return action;
      };
    },
    hold: () => {
      isHolding = true;
    },
    release: () => {
      isHolding = false;
      const waiting = held;
      held = [];
      for (const action of waiting) store?.dispatch(action);
    },
  };
}
