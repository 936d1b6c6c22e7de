import type { PlainPage } from './plain-page.ts';

type Worded = PlainPage & { lines: readonly [string, ...string[]] };

const signIn = { to: '/desk/sign-in', label: 'Sign in again' } as const;

/** Pages before the desk: each says what happened and what to do. */
export const pages = {
  askForLink: {
    heading: 'Sign in at the desk',
    lines: [
      'Open the link that Callcheck printed when it started. It works once, for ten minutes, on that computer.',
      'You can have a new one. It is printed where Callcheck runs.',
    ],
    button: 'Print a new link',
    script: `document.getElementById('go').onclick = async () => {
  const answer = await fetch('/desk/sign-in/link', { method: 'POST', headers: { 'x-callcheck-desk': '1' } }).catch(() => undefined);
  document.getElementById('said').textContent = answer && answer.ok
    ? 'A new link was printed. Open it there.'
    : 'That did not work. A new link can be had only on the computer that runs Callcheck.';
};`,
  },
  notFromHere: {
    status: 403,
    heading: 'This link works on one computer',
    lines: [
      'A printed link works only on the computer that runs Callcheck. To let others in, set up a sign-in.',
    ],
  },
  linkSpent: {
    status: 403,
    heading: 'This link is used up',
    lines: ['Each link works once, for ten minutes. You can have a new one.'],
    link: { to: '/desk/sign-in', label: 'Get a new link' },
  },
  tooMany: {
    status: 429,
    heading: 'Too many tries',
    lines: ['There were too many tries to sign in. Wait a minute, then try again.'],
  },
  noPublicUrl: {
    status: 500,
    heading: 'The desk needs its address',
    lines: ['Ask whoever runs Callcheck to set PUBLIC_URL to the address you see above, without a path.'],
  },
  noProvider: {
    status: 503,
    heading: 'The sign-in does not answer',
    lines: [
      'Try again in a minute. If it stays like this, tell whoever runs Callcheck; the log has the reason.',
    ],
    link: signIn,
  },
  tookTooLong: {
    status: 400,
    heading: 'That took too long',
    lines: ['This sign-in was begun too long ago, or in another browser. Please start again.'],
    link: signIn,
  },
  refused: {
    status: 403,
    heading: 'You are not signed in',
    lines: ['The sign-in was stopped, or its answer could not be trusted. Please start again.'],
    link: signIn,
  },
  noRole: {
    status: 403,
    heading: 'You have no role at the desk yet',
    lines: [
      'You are signed in, but nobody gave you a role here. Ask an administrator of the desk; they can see your name now.',
    ],
    link: signIn,
  },
  signedOut: {
    heading: 'You are signed out',
    lines: ['Cases that you had stay yours. Hand them back first if you are going home.'],
    link: signIn,
  },
  preparing: {
    status: 503,
    heading: 'The desk is being prepared',
    lines: ['This happens once after an update. The page opens by itself in a moment.'],
    again: 3,
  },
  notBuilt: {
    status: 503,
    heading: 'The desk could not be prepared',
    lines: [
      'Ask whoever runs Callcheck to run “npm run build” and look at what it says. Staff are still answered.',
    ],
  },
  /** Inside another page, such as a Teams tab: a provider shows itself in a window of its own only. */
  framed: {
    heading: 'Sign in at the desk',
    lines: [
      'In Teams you are signed in by yourself in a moment. If not, the sign-in opens in a small window.',
    ],
    button: 'Sign in',
    load: '/desk-in-teams.js',
    script: `document.getElementById('go').onclick = () => window.open('/desk/sign-in?popup=1', 'callcheck-sign-in', 'width=520,height=640');
addEventListener('message', async ({ origin, data }) => {
  if (origin !== location.origin || typeof data?.callcheckCode !== 'string') return;
  const answer = await fetch('/desk/api/session', {
    method: 'POST',
    headers: { 'x-callcheck-desk': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ code: data.callcheckCode }),
  }).catch(() => undefined);
  if (answer && answer.ok) location.reload();
  else document.getElementById('said').textContent = 'That did not work. Please try again.';
});`,
  },
} satisfies Record<string, Worded>;

/** Hands the code to the page that opened this window. `code` is ours, of letters that need no escaping. */
export function popUpDone(code: string): PlainPage {
  return {
    heading: 'You are signed in',
    lines: ['You can close this window.'],
    script: `opener?.postMessage({ callcheckCode: '${code}' }, location.origin); close();`,
  };
}
