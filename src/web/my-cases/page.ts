import { askTeamsForToken } from '../teams/token.ts';

/** As `GET /api/my-cases` answers. */
type MyCase = {
  id: string;
  openedAt: string;
  status: 'waiting' | 'accepted' | 'closed';
  technician: string | null;
  outcome: 'scam' | 'genuine' | 'sales' | 'unsure' | null;
  story: string;
};

const said = document.getElementById('said');
const list = document.getElementById('cases');

/** A case changes while somebody looks at the tab. */
const readsAgainAfterMs = 30_000;

async function show(): Promise<void> {
  const token = await askTeamsForToken().catch(() => undefined);
  if (token === undefined)
    return tell('Open this page as a tab in Teams. It shows your own cases, so it has to know who you are.');
  const answer = await fetch('/api/my-cases', { headers: { authorization: `Bearer ${token}` } }).catch(
    () => undefined,
  );
  if (answer === undefined || answer.status >= 500)
    return tell('Callcheck cannot be reached just now. It is tried again by itself.');
  if (!answer.ok)
    return tell(
      'Callcheck could not make sure who you are. Ask the IT desk to look at the set-up of this tab.',
    );
  // This page is of the same build as the server that answers.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { cases } = (await answer.json()) as { cases: MyCase[] };
  list?.replaceChildren(...cases.map(draw));
  tell(cases.length === 0 ? 'You have no cases. Nothing is waiting for you here.' : '');
}

function tell(text: string): void {
  if (said && said.textContent !== text) said.textContent = text;
}

/** What people wrote goes in as text, never as markup. */
function draw(one: MyCase): HTMLElement {
  const item = document.createElement('li');
  const begun = new Date(one.openedAt);
  const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(begun);
  item.className = one.status;
  item.append(
    line('h2', standing(one)),
    line('p', one.story === '' ? 'You asked for a person.' : `“${one.story}”`),
    line('p', `${one.id}, ${when}`, 'quiet'),
  );
  return item;
}

function line(tag: string, text: string, look = ''): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = look;
  return made;
}

function standing({ status, technician, outcome }: MyCase): string {
  switch (status) {
    case 'waiting':
      return 'Waiting for somebody to take it';
    case 'accepted':
      return `${technician ?? 'Somebody'} is helping you`;
    case 'closed':
      return outcome === null ? 'Closed' : endings[outcome];
  }
}

const endings = {
  scam: 'Closed: it was a scam',
  genuine: 'Closed: the call was real',
  sales: 'Closed: it was a sales call',
  unsure: 'Closed: nobody could tell for sure',
} as const;

void show();
setInterval(() => void show(), readsAgainAfterMs);
