import type { Alert, CaseDetail, DeskPerson, Insights, Me, Message } from '../../../src/handoff/desk/api.ts';

/** What the double of the desk API begins with. Times hang on the start, so that clocks run. */
export const attack = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

const minuteMs = 60_000;
const ago = (minutes: number): string => new Date(Date.now() - minutes * minuteMs).toISOString();
const ahead = (minutes: number): string => ago(-minutes);

export const sam = { id: 'sam', name: 'Sam Field' };
export const alex = { id: 'alex', name: 'Alex Moor' };

export const seedMe = (): Me => ({
  technician: sam,
  roles: ['technician', 'lead', 'admin'],
  clients: [
    { id: 'northgate', name: 'Northgate Supplies' },
    { id: 'harbour', name: 'Harbour Dental' },
  ],
  organisation: 'Northgate IT',
  timeZone: 'Europe/London',
  itDesk: { name: 'the IT desk', phone: '01632 960 123' },
  signedInBy: 'provider',
  idleMinutes: 30,
  files: { maxBytes: 10_000_000, maxPerMessage: 5 },
});

const source = {
  title: 'Remote access scams',
  publisher: 'Action Fraud',
  url: 'https://www.actionfraud.police.uk/',
  checked: '2026-10-01',
};

function caseWith(part: Partial<CaseDetail> & Pick<CaseDetail, 'id'>): CaseDetail {
  const openedAt = part.openedAt ?? ago(4);
  const row = {
    client: 'northgate',
    clientName: 'Northgate Supplies',
    conversation: `talk-${part.id}`,
    headline: '[P4] Asked for a person',
    priority: 'P4' as const,
    status: 'waiting' as const,
    technician: null,
    openedAt,
    acceptedAt: null,
    closedAt: null,
    live: 'no' as const,
    harm: [],
    verdict: null,
    scam: null,
    claimed: null,
    person: { name: 'Jo', contact: null },
    clock: { dueAt: ahead(55), share: 8, state: 'running' as const },
    lastMessageAt: openedAt,
    version: 1,
    ...part,
  };
  return {
    brief: {
      headline: row.headline,
      priority: row.priority,
      reason: 'asked-for-a-person',
      live: row.live,
      story: 'Somebody rang about a parcel.',
      harm: [],
      person: { id: 'p1', name: row.person.name ?? undefined, channel: 'webchat', language: 'en-GB' },
      caller: { numbers: [], withheld: false },
      ask: [],
      done: { told: [], answers: [], open: ['withheld-number', 'payment-request'] },
      actions: [],
      collect: [],
      knowledgeVersion: '2026-11-20',
    },
    events: [{ at: openedAt, kind: 'opened', by: 'bot', detail: { headline: row.headline } }],
    files: [],
    related: { sameClient: 0, elsewhere: 0, cases: [] },
    ticks: [],
    closing: null,
    tickets: [],
    inTeams: null,
    ...row,
  };
}

/** A case with all twelve blocks filled, and script in every field that a caller or a person can fill. */
function fullCase(): CaseDetail {
  const headline = '[P1] Remote access given, “Microsoft”, caller still on the line';
  const story = `A man from Microsoft rang. He made me open http://support-fix.example.com/any and install AnyDesk. ${attack}`;
  const one = caseWith({
    id: 'CC-7F3K2',
    headline,
    priority: 'P1',
    live: 'yes',
    harm: ['Remote access given', 'Code or password given'],
    verdict: 'stop-scam',
    scam: 'Fake Microsoft support',
    claimed: 'Microsoft',
    person: { name: 'Jo Hart', contact: null },
    clock: { dueAt: ahead(1.6), share: 68, state: 'running' },
  });
  return {
    ...one,
    inTeams: { reachable: 'blocked', since: one.openedAt },
    brief: {
      ...one.brief,
      headline,
      reason: 'harm',
      story,
      harm: [
        {
          harm: 'remote-access',
          title: 'Remote access given',
          words: 'I gave him the nine numbers from AnyDesk',
        },
        { harm: 'credentials', title: 'Code or password given', words: `I read out the code ${attack}` },
      ],
      person: {
        id: 'p1',
        name: 'Jo Hart',
        contact: `Front desk, Leeds, extension 214 ${attack}`,
        channel: 'webchat',
        language: 'en-GB',
      },
      caller: {
        claimed: 'a man from Microsoft',
        withheld: false,
        numbers: [
          { number: '+44 7700 900 123', kind: 'drama', whose: 'showed' },
          { number: '0191 498 0777', kind: 'valid', whose: 'given' },
          { number: '01632 960 001', kind: 'directory', whose: 'ours', held: 'Microsoft support' },
        ],
      },
      alert: { id: 'AL-2', campaign: null, title: `A caller wants AnyDesk ${attack}` },
      ask: [
        { signal: 'remote-access-request', title: 'Wanted to control the screen', words: 'install AnyDesk' },
        { signal: 'link', title: 'Sent a link', words: 'open http://support-fix.example.com/any' },
      ],
      judgement: {
        verdict: 'stop-scam',
        requestRisk: 'decisive',
        identity: 'unproved',
        scam: { id: 'fake-microsoft', title: 'Fake Microsoft support' },
        twin: 'Your own IT desk rings back about a ticket you opened.',
        wouldChange: ['The IT desk says that they rang, on the number we hold.'],
        reasons: [
          {
            kind: 'told',
            quote: 'install AnyDesk',
            rules: [{ text: 'Nobody who rings you gets to see your screen.', source }],
          },
          {
            kind: 'scam',
            title: 'Fake Microsoft support',
            summary: 'Microsoft does not ring about a virus.',
            source,
          },
        ],
      },
      done: {
        told: ['Hang up now.', 'Turn off Wi-Fi or pull the cable out.', 'Do not switch the computer off.'],
        answers: [
          { question: 'Is the caller still on the line?', answer: 'Yes' },
          { question: 'Did you type a password?', answer: 'Not sure' },
        ],
        open: ['withheld-number'],
      },
      actions: [
        { id: 'isolate', text: 'Take the computer off the network' },
        { id: 'sessions', text: 'End all sessions of this account' },
        { id: 'password', text: 'Change the password from another computer' },
        { id: 'anydesk', text: 'Find and remove AnyDesk; note its address and times' },
      ],
      collect: [
        { what: 'Teams call record', hours: 720 },
        { what: 'Teams audit events', hours: 2 },
      ],
    },
    events: [
      ...one.events,
      { at: ago(3), kind: 'noted', by: 'bot', detail: { note: 'Told to pull the network cable out.' } },
      {
        at: ago(2),
        kind: 'call-record',
        by: 'phone system',
        detail: { number: '+44 7700 900 123', direction: 'in' },
      },
    ],
    files: [
      {
        id: 'f1',
        name: 'screen.png',
        type: 'image/png',
        bytes: 68,
        sha256: 'ab'.repeat(32),
        at: ago(3),
        by: 'Jo Hart',
      },
    ],
    related: {
      sameClient: 1,
      elsewhere: 3,
      cases: [{ id: 'CC-5T9QA', headline: '[P3] “Microsoft”, nothing given', openedAt: ago(2880) }],
    },
    tickets: [
      { target: 'halopsa', reference: '48211', url: 'https://tickets.example.com/48211', state: 'open' },
    ],
  };
}

export const seedCases = (): CaseDetail[] => [
  fullCase(),
  caseWith({
    id: 'CC-4M8PD',
    client: 'harbour',
    clientName: 'Harbour Dental',
    headline: '[P2] Code given, “your bank”, call over',
    priority: 'P2',
    harm: ['Code or password given'],
    person: { name: null, contact: 'Priya, 214' },
    openedAt: ago(9),
    clock: { dueAt: ahead(6), share: 60, state: 'running' },
  }),
  caseWith({
    id: 'CC-9W2LX',
    headline: '[P3] Asked to change bank details of a supplier, nothing given',
    priority: 'P3',
    status: 'accepted',
    technician: alex,
    acceptedAt: ago(30),
    openedAt: ago(48),
    person: { name: 'Tom', contact: null },
    clock: { dueAt: ahead(12), share: 80, state: 'met' },
  }),
  caseWith({
    id: 'CC-2B6RN',
    headline: `[P4] Asked for a person, ${attack}`,
    openedAt: ago(75),
    person: { name: null, contact: null },
    clock: { dueAt: ago(3), share: 104, state: 'running' },
  }),
];

export const seedMessages = (): Message[] => {
  const said = [
    {
      from: 'staff',
      name: 'Jo Hart',
      text: 'A man from Microsoft rang and I installed AnyDesk. He sent http://support-fix.example.com/any',
    },
    {
      from: 'bot',
      name: null,
      text: 'Hang up now. Then pull the network cable out, or turn Wi-Fi off. Leave the computer on.',
    },
    { from: 'staff', name: 'Jo Hart', text: `I did. ${attack}` },
    { from: 'bot', name: null, text: 'Well done. A technician will come into this chat.' },
  ] as const;
  return said.map((one, index) => ({
    ...one,
    id: `m${index + 1}`,
    position: index + 1,
    at: ago(4 - index * 0.5),
    files:
      index === 2
        ? [{ id: 'f1', name: 'screen.png', type: 'image/png', bytes: 68, sha256: 'ab'.repeat(32) }]
        : [],
    earlier: [],
    mine: false,
    arrived: true,
  }));
};

export const seedPeople = (): DeskPerson[] =>
  [sam, alex].map(({ id, name }, index) => ({
    id,
    name,
    login: `${id}@example.com`,
    roles: index === 0 ? ['technician', 'lead', 'admin'] : ['technician'],
    clients: index === 0 ? 'all' : ['northgate'],
    byHand: { roles: false, clients: index === 1 },
    firstSeenAt: ago(50_000),
    lastSeenAt: ago(index * 12),
    sessions: 1,
  }));

export const seedAlerts = (cases: readonly CaseDetail[]): Alert[] => [
  ...cases
    .filter(({ clock }) => clock.share > 100)
    .map((late) => ({ kind: 'clock-missed' as const, case: late })),
  {
    kind: 'dead-letter',
    deadLetter: {
      id: 'd1',
      target: 'halopsa',
      case: 'CC-7F3K2',
      kind: 'case-opened',
      attempts: 12,
      deadAt: ago(20),
      lastError: 'The ticket system answered 503.',
    },
  },
  {
    kind: 'knowledge-overdue',
    entry: { kind: 'scam', id: 'parcel-fee', title: 'Parcel fee text', reviewBy: '2026-11-01' },
  },
];

const weeks = Array.from({ length: 12 }, (_, index) =>
  new Date(Date.UTC(2026, 7, 31) + index * 7 * 24 * 60 * minuteMs).toISOString().slice(0, 10),
);
const scams = [
  'Fake Microsoft support',
  'Bank safe account',
  'Boss needs gift cards',
  'Parcel fee',
  'Supplier bank change',
  null,
];

export const seedInsights = (): Insights => ({
  from: weeks[0] ?? '',
  to: '2026-11-22',
  callsPerWeek: weeks.flatMap((week, at) =>
    scams.map((scam, index) => ({
      week,
      scam,
      count: Math.max(0, ((at * 5 + index * 3) % 7) - (index > 3 ? 3 : 0)),
    })),
  ),
  byAuthority: [
    { authority: 'Microsoft', count: 31 },
    { authority: 'A bank', count: 24 },
    { authority: 'Our own IT desk', count: 12 },
    { authority: 'A supplier', count: 9 },
    { authority: 'The police', count: 6 },
    { authority: 'HMRC', count: 4 },
  ],
  firstAnswer: weeks.map((week, at) => ({
    week,
    medianMinutes: 9 - at * 0.5 + (at % 3),
    withinLevel: 78 + at,
  })),
  verdicts: { right: 61, wrong: 3, unsure: 5 },
  outcomes: { scam: 48, genuine: 11, sales: 7, unsure: 3 },
  overdue: [{ kind: 'scam', id: 'parcel-fee', title: 'Parcel fee text', reviewBy: '2026-11-01' }],
});
