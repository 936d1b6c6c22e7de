import { words } from '../words.ts';
import { showAlerts } from './banner.ts';
import { createHold } from './hold.ts';
import { createInDoubt } from './in-doubt.ts';
import { keepLineOpen, requestSession, type LineState, type Session } from './line.ts';
import { hostConfig, styleOptions } from './look.ts';
import { nameSpeaker } from './speaker.ts';
import { announceStopCards } from './stop-card.ts';
import type { CardAct, DirectLine, RenderActivity, WebChatActivity } from './webchat.d.ts';

/** A page that is slow to open says so after this long. */
const slowAfterMs = 8000;
/** Web Chat follows new messages once it has noticed that the end is in view; it looks every 17 ms. */
const followsAfterMs = 80;

// Read at once: the browser forgets which script is running as soon as this one ends.
const nonce = document.currentScript?.nonce;

const chat = find('chat');
const opening = find('opening');
const lineNote = find('line');
const stops = announceStopCards({ alert: find('alert'), chat });

const hold = createHold();
const inDoubt = createInDoubt();
let openLine: DirectLine | undefined;
let session: Session | undefined;

const store = window.WebChat.createStore(
  {},
  hold.middleware,
  inDoubt.middleware,
  () => (next) => (action) => {
    // Typing is posted too, by itself, and is no answer to what stands there.
    const isPost = action.type === 'DIRECT_LINE/POST_ACTIVITY';
    if (isPost && action.payload?.activity?.type !== 'typing') stops.onPost();
    const arrived = action.type === 'DIRECT_LINE/INCOMING_ACTIVITY' ? action.payload?.activity : undefined;
    if (arrived === undefined) return next(action);
    stops.onActivity(arrived);
    return next({ ...action, payload: { ...action.payload, activity: completeFiles(arrived) } });
  },
);

const slow = setTimeout(() => (lineNote.textContent = words.slow), slowAfterMs);
keepLineOpen({ onOpen: show, onState: tellState });
find('person').addEventListener('click', () => send(words.person));
find('restart').addEventListener('click', () => send(words.restart));
if (document.body.classList.contains('framed')) closeOnEscape();

function show(directLine: DirectLine, opened: Session): void {
  openLine = directLine;
  session = opened;
  window.WebChat.renderWebChat(
    {
      directLine,
      store,
      nonce,
      locale: words.language,
      styleOptions,
      adaptiveCardsHostConfig: hostConfig,
      activityMiddleware: [() => dropTombstones, () => nameSpeaker],
      sendTypingIndicator: true,
      cardActionMiddleware: () => completeAddress,
      overrideLocalizedStrings: { TEXT_INPUT_PLACEHOLDER: words.placeholder },
    },
    chat,
  );
}

/** Web Chat cannot draw a withdrawn message and would complain of it; there is nothing to draw. */
function dropTombstones(next: RenderActivity): RenderActivity {
  return (card) => (card.activity.type === 'messageDelete' ? () => false : next(card));
}

/** Web Chat opens whole addresses only, of files too. */
function completeFiles(activity: WebChatActivity): WebChatActivity {
  const { attachments } = activity;
  if (attachments === undefined) return activity;
  return { ...activity, attachments: attachments.map(completeFile) };
}

type Attachment = NonNullable<WebChatActivity['attachments']>[number];
function completeFile({ contentUrl, thumbnailUrl, ...rest }: Attachment): Attachment {
  return {
    ...rest,
    ...(contentUrl !== undefined && { contentUrl: complete(contentUrl) }),
    ...(thumbnailUrl !== undefined && { thumbnailUrl: complete(thumbnailUrl) }),
  };
}

function complete(address: string): string {
  return address.startsWith('/') ? new URL(address, location.origin).href : address;
}

/** Web Chat opens whole addresses only; links to our own pages come without the name of the server. */
function completeAddress(next: (act: CardAct) => unknown) {
  return (act: CardAct) => {
    const { type, value } = act.cardAction;
    const isPath = type === 'openUrl' && typeof value === 'string' && value.startsWith('/');
    if (!isPath) return next(act);
    return next({ ...act, cardAction: { ...act.cardAction, value: complete(value) } });
  };
}

let wasDown = false;
let hasAlerts = false;
function tellState(state: LineState): void {
  clearTimeout(slow);
  if (state === 'up') {
    opening.hidden = true;
    chat.hidden = false;
    if (!hasAlerts) startAlerts();
    if (openLine) void inDoubt.settle(openLine, () => hold.release());
    lineNote.textContent = wasDown ? words.restored : '';
  } else {
    hold.hold();
    inDoubt.pause();
    lineNote.textContent = chat.hidden ? words.slow : words.lost;
  }
  lineNote.classList.toggle('down', state === 'down');
  wasDown = state === 'down';
}

/** Once there is a chat to answer in, and where the server has alerts. */
function startAlerts(): void {
  hasAlerts = true;
  const place = document.getElementById('alerts');
  if (place === null) return;
  showAlerts({
    place,
    spoken: find('alerts-spoken'),
    token: async (isOver) =>
      session?.alerts ?? (isOver ? (await requestSession()).token : (session?.token ?? '')),
    focusChat: () => chat.querySelector<HTMLElement>('textarea, input[type="text"]')?.focus(),
  });
}

/** The same as typing it, so that it works in every state of the conversation and shows in it. */
function send(text: string): void {
  scrollToEnd();
  const post = { type: 'WEB_CHAT/SEND_MESSAGE', payload: { method: 'imBack', text } };
  setTimeout(() => store.dispatch(post), followsAfterMs);
}

/** Key presses in a frame stay in it; the widget around us has to be told. */
function closeOnEscape(): void {
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.defaultPrevented) parent.postMessage({ callcheck: 'close' }, '*');
  });
}

/** Whoever asks wants to see the answer, even when they had scrolled up to read. */
function scrollToEnd(): void {
  const transcript = chat.querySelector('.webchat__basic-transcript__scrollable');
  transcript?.scrollTo({ top: transcript.scrollHeight });
}

function find(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page has no element with the id ${id}`);
  return element;
}
