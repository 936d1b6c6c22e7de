import { askTeamsForToken } from './token.ts';

/** On the page that offers to sign in at the desk: in Teams nobody needs to, they are signed in there already. */
async function signInByTeams(): Promise<void> {
  const token = await askTeamsForToken().catch(() => undefined);
  if (token === undefined) return;
  const answer = await fetch('/desk/api/session', {
    method: 'POST',
    headers: { 'x-callcheck-desk': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ teams: token }),
  }).catch(() => undefined);
  if (answer?.ok === true) return location.reload();
  if (answer?.status === 403) tell(await reasonOf(answer));
}

async function reasonOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => undefined);
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
}

function tell(reason: string): void {
  const said = document.getElementById('said');
  if (said) said.textContent = reason;
}

void signInByTeams();
