import { words } from '../words.ts';

/** An alert to staff, as the server gives it: words that somebody at the desk approved. */
type Alert = { id: string; title: string; text: string; steps: readonly string[] };
type Answer = 'got-it' | 'had-this-call';

export type BannerOptions = {
  /** The place between the header and the chat, which is empty most of the time. */
  place: HTMLElement;
  /** Read out when an alert appears: what appears in the page itself says nothing by itself. */
  spoken: HTMLElement;
  /** A token of this chat: the one it was opened with, or a new one when that is over. */
  token: (isOver: boolean) => Promise<string>;
  /** Where the focus goes when the alert that had it is gone. */
  focusChat: () => void;
};

/** Alerts are rarely urgent to the minute; the page also asks when somebody comes back to it. */
const asksEveryMs = 5 * 60_000;
const timeoutMs = 10_000;
/** Alerts that were hidden here, until the browser's window is closed. */
const hiddenKey = 'callcheck:hidden-alerts';

/**
 * Shows alerts to staff above the chat, one at a time. The focus stays where it is, and the chat keeps its room below. Whatever goes
 * wrong leaves the chat as it was: an alert is never worth a broken chat.
 */
export function showAlerts(options: BannerOptions): void {
  const { place, spoken } = options;
  let alerts: readonly Alert[] = [];

  const ask = async (): Promise<void> => {
    if (document.hidden) return;
    try {
      const answer: unknown = await (await callAs(options, '/api/chat/alerts')).json();
      const hidden = readHidden();
      alerts = readAlerts(answer).filter(({ id }) => !hidden.includes(id));
      show();
    } catch {
      // The chat itself tells when the line is down.
    }
  };

  const show = (): void => {
    const [alert] = alerts;
    if (alert?.id === place.dataset['alert']) return;
    const hadFocus = place.contains(document.activeElement);
    delete place.dataset['alert'];
    place.replaceChildren();
    if (alert === undefined) {
      spoken.textContent = '';
      if (hadFocus) options.focusChat();
      return;
    }
    place.dataset['alert'] = alert.id;
    place.append(
      draw(alert, {
        onAnswer: (said) => void answer(alert, said),
        onHide: () => {
          remember(alert.id);
          leave(alert);
        },
      }),
    );
    spoken.textContent = `${words.alertFrom}: ${alert.title}`;
    if (hadFocus) options.focusChat();
  };

  const leave = ({ id }: Alert): void => {
    alerts = alerts.filter((alert) => alert.id !== id);
    show();
  };

  const answer = async (alert: Alert, said: Answer): Promise<void> => {
    leave(alert);
    if (said === 'had-this-call') options.focusChat();
    try {
      const body = JSON.stringify({ answer: said });
      await callAs(options, `/api/chat/alerts/${encodeURIComponent(alert.id)}`, body);
    } catch {
      // It is offered again with the next question to the server.
    }
  };

  void ask();
  setInterval(() => void ask(), asksEveryMs);
  document.addEventListener('visibilitychange', () => void ask());
}

type Acts = { onAnswer: (said: Answer) => void; onHide: () => void };

function draw(alert: Alert, { onAnswer, onHide }: Acts): HTMLElement {
  const section = make('section', { className: 'banner' });
  section.setAttribute('aria-label', words.alertLabel);
  const told = make('div', { className: 'banner-words' });
  told.append(make('h2', { textContent: alert.title }), drawDetails(alert));
  const buttons = make('div', { className: 'banner-buttons' });
  buttons.append(
    button(words.alertHad, 'banner-had', () => onAnswer('had-this-call')),
    button(words.alertRead, '', () => onAnswer('got-it')),
    button(words.alertHide, '', onHide),
  );
  section.append(told, buttons);
  return section;
}

/** Where the chat needs its room, the title stands alone until somebody wants more. */
function drawDetails({ text, steps }: Alert): HTMLElement {
  const details = make('details', { open: matchMedia('(min-width: 641px) and (min-height: 641px)').matches });
  const list = make('ol', {});
  list.append(...steps.map((step) => make('li', { textContent: step })));
  details.append(
    make('summary', { textContent: words.alertMore }),
    make('p', { textContent: text }),
    ...(steps.length > 0 ? [list] : []),
  );
  return details;
}

function button(label: string, className: string, act: () => void): HTMLElement {
  const made = make('button', { type: 'button', textContent: label, className });
  made.addEventListener('click', act);
  return made;
}

function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
): HTMLElementTagNameMap[Tag] {
  return Object.assign(document.createElement(tag), properties);
}

/** A page that stands open for an hour holds a token that is over. */
async function callAs({ token }: BannerOptions, path: string, body?: string): Promise<Response> {
  const first = await call(path, await token(false), body);
  const response = first.status === 401 ? await call(path, await token(true), body) : first;
  if (!response.ok) throw new Error(`The server answered ${response.status}`);
  return response;
}

async function call(path: string, token: string, body: string | undefined): Promise<Response> {
  return await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
    ...(body !== undefined && { body }),
  });
}

function readAlerts(answer: unknown): Alert[] {
  const listed: unknown =
    typeof answer === 'object' && answer !== null && 'alerts' in answer ? answer.alerts : [];
  return Array.isArray(listed) ? listed.filter(isAlert) : [];
}

function isAlert(value: unknown): value is Alert {
  if (typeof value !== 'object' || value === null) return false;
  const { id, title, text, steps }: Record<string, unknown> = { ...value };
  return [id, title, text].every((part) => typeof part === 'string') && Array.isArray(steps);
}

/** A browser may forbid storage; the alert is then shown again after the page was reloaded. */
function readHidden(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(hiddenKey) ?? '[]');
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}

function remember(id: string): void {
  try {
    sessionStorage.setItem(hiddenKey, JSON.stringify([...readHidden(), id]));
  } catch {
    return;
  }
}
