import { createHash } from 'node:crypto';
import type { Server } from 'restify';
import { escapeHtml } from '../web/escape-html.ts';
import { keptPageHeaders } from './page-headers.ts';

export const privacyPath = '/privacy';

/** The settings that are in use, as far as the page tells them. */
export type PrivacyFacts = {
  organisation: string;
  itDesk: { name: string; phone: string | undefined };
  /** Days, by kind of record. */
  retention: Readonly<
    Record<'conversations' | 'cases' | 'files' | 'callRecords' | 'sessions' | 'audit', number>
  >;
  /** The kinds of systems that are told of cases. */
  toldTo: readonly ('email' | 'webhook' | 'tickets' | 'handoff-hub' | 'teams-channel')[];
  /** Whether Microsoft carries messages: in Teams, or by Azure's Direct Line. */
  throughMicrosoft: boolean;
};

/** Serves what is kept about people, why and how long: always what the server really does. */
export function mountPrivacy(server: Server, facts: PrivacyFacts): void {
  const page = renderPrivacy(facts);
  const styleHash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  server.get(privacyPath, async (_req, res) => {
    res.writeHead(200, { ...keptPageHeaders(policy), 'Content-Type': 'text/html; charset=utf-8' });
    res.end(page);
  });
}

export function renderPrivacy(facts: PrivacyFacts): string {
  const parts = [
    `<h1>What we keep about you</h1>`,
    ...paragraphs([
      `${facts.organisation} uses Callcheck to check phone calls that look wrong.`,
      'This page says what we keep, why, and for how long. The server writes it from the settings it works with.',
    ]),
    renderTable(recordsOf(facts)),
    ...sectionsOf(facts).flatMap(({ heading, lines }) => [`<h2>${heading}</h2>`, ...paragraphs(lines)]),
  ];
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>What we keep about you</title>
<style>${style}</style>
</head>
<body><main>
${parts.join('\n')}
<p><a href="/">Back to the chat</a></p>
</main></body>
</html>
`;
}

type Row = { what: string; why: string; howLong: string };

function recordsOf({ retention, throughMicrosoft }: PrivacyFacts): Row[] {
  const { conversations, cases, files, callRecords, sessions, audit } = retention;
  return [
    {
      what: 'What you write here, and our answers',
      why: 'So the chat can go on later, and a technician can read it.',
      howLong: `${inWords(conversations)}. If you have a case: until it is closed, and then ${inWords(conversations)}.`,
    },
    {
      what: 'Your case: your name, what happened, and what we did',
      why: 'So you tell it once, and we can help if it comes up again.',
      howLong: `${inWords(cases)} after it is closed.`,
    },
    ...(throughMicrosoft
      ? [
          {
            what: 'Your name, your sign-in and your chat with us in Teams',
            why: 'So we can reach you there.',
            howLong: `${inWords(cases)} after you were last there. If you take the app away: ${inWords(conversations)}.`,
          },
        ]
      : []),
    {
      what: 'If you are in our list of colleagues: your name, number and sign-in',
      why: 'So we can ask you if it was you who rang.',
      howLong: 'Until you are taken off the list.',
    },
    {
      what: 'Files you send',
      why: 'So a technician can see what you saw.',
      howLong: `${inWords(files)}, and as long as your case is open.`,
    },
    {
      what: 'What the phone system says about a call',
      why: 'So we can find the call you tell us about.',
      howLong: `${inWords(callRecords)}, and as long as your case is open.`,
    },
    {
      what: 'Sign-ins of technicians',
      why: 'So only they can open the desk.',
      howLong: `${inWords(sessions)}.`,
    },
    {
      what: 'Who did what at the desk, without your words',
      why: 'So nobody can misuse it in secret.',
      howLong: `${inWords(audit)}.`,
    },
  ];
}

/** Whole years where it comes out even. */
function inWords(days: number): string {
  const isYears = days % 365 === 0;
  const count = isYears ? days / 365 : days;
  return `${count} ${isYears ? 'year' : 'day'}${count === 1 ? '' : 's'}`;
}

type Section = { heading: string; lines: string[] };

function sectionsOf(facts: PrivacyFacts): Section[] {
  return [
    {
      heading: 'What we do not want',
      lines: [
        'We never ask for passwords, codes or card numbers.',
        'If you type one, we hide it before we keep your words. One can slip through, so please leave them out.',
      ],
    },
    {
      heading: 'Who sees it',
      lines: [
        'Technicians who look after your organisation. Staff of other organisations do not.',
        'Callcheck gives advice. It decides nothing about you.',
      ],
    },
    { heading: 'Where it goes', lines: whereItGoes(facts) },
    { heading: 'What you can ask for', lines: rights(facts) },
  ];
}

const systems = {
  email: 'an email inbox of the desk',
  tickets: 'the ticket system of the desk',
  webhook: 'another system of the desk',
  'handoff-hub': 'the chat system of the desk',
  'teams-channel': 'the technicians’ channel in Teams',
} as const;

function whereItGoes({ toldTo, throughMicrosoft }: PrivacyFacts): string[] {
  const told = Object.entries(systems).flatMap(([kind, name]) =>
    toldTo.some((one) => one === kind) ? [name] : [],
  );
  return [
    'We keep it on our own server.',
    ...(throughMicrosoft
      ? ['If you write in Teams, Microsoft carries your messages and keeps its own copy.']
      : []),
    ...(told.length > 0 ? [`If you have a case, we also send it to ${told.join(', and to ')}.`] : []),
  ];
}

function rights({ itDesk }: PrivacyFacts): string[] {
  const phone = itDesk.phone === undefined ? '' : ` on ${itDesk.phone}`;
  return [
    'You can ask for a copy of what we keep about you. You can have it put right, or have it deleted.',
    `Ask ${itDesk.name}${phone}. Your case number helps us find it.`,
    'If you are not happy with the answer, you can go to the data protection office of your country. In the UK that is the ICO, at ico.org.uk.',
  ];
}

function paragraphs(lines: readonly string[]): string[] {
  return lines.map((line) => `<p>${escapeHtml(line)}</p>`);
}

function renderTable(rows: readonly Row[]): string {
  const body = rows.map(
    ({ what, why, howLong }) =>
      `<tr><th scope="row">${escapeHtml(what)}</th><td>${escapeHtml(why)}</td><td>${escapeHtml(howLong)}</td></tr>`,
  );
  return `<table><caption>What we keep, why, and for how long</caption>
<thead><tr><th scope="col">What</th><th scope="col">Why</th><th scope="col">How long</th></tr></thead>
<tbody>${body.join('\n')}</tbody></table>`;
}

const style = `
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:46rem;padding:1.5rem 1rem 3rem}
h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;margin-top:1.5rem}caption{text-align:left;font-weight:600;padding-bottom:.5rem}
th,td{text-align:left;vertical-align:top;padding:.6rem .8rem .6rem 0;border-bottom:1px solid GrayText;font-weight:400}
thead th{font-weight:600}
@media(max-width:34rem){thead{position:absolute;clip-path:inset(50%)}tr,th,td{display:block;border:0;padding:.15rem 0}tr{border-bottom:1px solid GrayText;padding:.6rem 0}tbody th{font-weight:600}}
`;
