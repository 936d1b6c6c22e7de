import type { WebChatActivity } from './webchat.d.ts';

type StopCardPlaces = { alert: HTMLElement; chat: HTMLElement };

/** Every stop card carries this colour inline, which is how webchat.css and we find it. */
const stopCards = '[style*="--stop-surface"]';
const appearWithinMs = 3000;

/**
 * Makes a stop card heard and found: read out at once, named in the tab's title, and focused unless the person is
 * typing. Only cards that came after they did something: those of a reloaded page are history.
 */
export function announceStopCards({ alert, chat }: StopCardPlaces): {
  onPost(): void;
  onActivity(activity: WebChatActivity): void;
} {
  const title = document.title;
  const told = new Set<string>();
  let posted = false;

  return {
    onPost() {
      posted = true;
      document.title = title;
    },
    onActivity(activity) {
      const advice = readStop(activity);
      if (advice === undefined) return;
      const key = `${activity.id}\n${advice}`;
      const isNew = posted && !told.has(key);
      told.add(key);
      if (!isNew) return;
      alert.textContent = advice;
      document.title = advice;
      focusWhenShown(chat, chat.querySelectorAll(stopCards).length);
    },
  };
}

/** The advice of a stop card, or nothing when the activity carries none. */
export function readStop({ attachments = [], summary, text }: WebChatActivity): string | undefined {
  const stops = attachments.some(({ content }) => hasAttentionContainer(content));
  return stops ? (summary ?? text ?? '') : undefined;
}

function hasAttentionContainer(card: unknown): boolean {
  if (typeof card !== 'object' || card === null || !('body' in card) || !Array.isArray(card.body))
    return false;
  return card.body.some((part: { style?: unknown }) => part.style === 'attention');
}

/** Focuses the card itself, never a button in it: the next key press must not answer for the person. */
function focusWhenShown(chat: HTMLElement, before: number): void {
  const startedAt = performance.now();
  const look = (): void => {
    const cards = chat.querySelectorAll<HTMLElement>(stopCards);
    const card = [...cards].at(-1)?.closest<HTMLElement>('.webchat__adaptive-card-renderer');
    if (cards.length > before && card) return focusCard(chat, card);
    if (performance.now() - startedAt < appearWithinMs) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

function focusCard(chat: HTMLElement, card: HTMLElement): void {
  const typed = chat.querySelector<HTMLTextAreaElement>('textarea, input[type="text"]')?.value ?? '';
  card.querySelector(stopCards)?.scrollIntoView({ block: 'start' });
  if (typed !== '') return;
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
}
