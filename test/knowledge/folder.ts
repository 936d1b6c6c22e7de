import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { byPlace } from '../../src/domain/caller-clues.ts';

const upkeep = `sources:
  - title: Scams aimed at businesses
    publisher: A council
    url: https://www.gov.uk/scams
    checked: 2026-11-01
owner: knowledge editor
reviewed: 2026-11-21
reviewBy: 2027-05-21
`;

/** One well-formed file of each kind, by its place in the folder. */
export const wellFiles: Readonly<Record<string, string>> = {
  'signals/payment-request.yaml': `title: They asked for money
rule: Do not pay on the word of a caller.
heard:
  - ask * money
${upkeep}`,
  'authorities/office-supplier.yaml': `names: [the toner company]
region: '*'
verifyBy: Ring the supplier on the number in the contract.
${upkeep}`,
  'reporting/report-fraud.yaml': `name: Report Fraud
regions: [GB-ENG]
when: You lost money.
how:
  - type: phone
    value: 0300 123 2040
${upkeep}`,
  'questions/payment.yaml': `order: 10
text: Did they ask for money?
help: Count fees and orders.
why: Money is hard to get back.
settles: [payment-request]
choices:
  - id: pay
    label: A payment
    evidence: { payment-request: yes }
    authority: office-supplier
  - id: none
    label: No
    evidence: { payment-request: no }
`,
  'playbooks/paid.yaml': `title: Money was sent
harm: money
priority: P1
heard:
  - i paid him
staff:
  - Ring the bank.
steps:
  - who: finance
    action: Ask for a recall.
    within: at once
${upkeep}`,
  'advice/another-phone.yaml': `title: Another phone
step: Use another phone.
why: The line may still be open.
regions: ['*']
order: 10
${upkeep}`,
  'short-codes/gb.yaml': `country: GB
codes:
  - number: '101'
    what: police
${upkeep}`,
  'scams/toner-call.yaml': `title: Toner call
summary: The caller acts like our supplier. Then they send dear toner.
nature: sales
regions: [GB]
claimedAuthorities: [office-supplier]
signals:
  payment-request: core
callersSay:
  - The price of your toner goes up tomorrow
staffSay:
  - Someone rang for the printer model and wants money for toner
twin:
  looksLike: The real supplier quotes the order number.
  phrases:
    - Our supplier rang to say the toner we ordered is on the van
    - The supplier asked if the order of last week has come
    - Our usual supplier rang about the invoice we had by post
    - The toner firm rang us back about our own question
    - A driver rang from the gate with the boxes we ordered
say:
  - Please put it in writing.
  - I am not ordering anything.
do:
  - Ask the person who buys supplies.
report: [report-fraud]
status: published
examples:
  caught:
    - A man rang about the printer and said toner goes up tomorrow
    - Somebody wants money for toner and asked which printer model we have
    - The toner price goes up tomorrow, says a man who wants our printer model
  spared:
    - Our supplier rang to say the toner is on the van
    - Our usual supplier asked if the boxes of last week came
    - The driver of our supplier rang from the gate
${upkeep}`,
};

/** The table of priorities with these rows, each a line of flow YAML without its `why`. */
export function priorityRows(...rows: readonly string[]): string {
  return `rows:\n${rows.map((row) => `  - { ${row}, why: because }\n`).join('')}${upkeep}`;
}

/** A file of figures as the scorecard writes it. */
export const figures =
  'measuredOn: 0123456789ab\nstories: 1467\ngenuine: 460\ngenuineToldStop: 9\nscams: 490\nscamsToldStop: 480\nscamsToldStopOrRingBack: 490\n';

/** A knowledge folder in a temporary place, well-formed but for `changes` (`undefined` leaves a file out). */
export async function makeFolder(
  context: TestContext,
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'knowledge-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({
    ...wellFiles,
    ...(await (borrowed ??= readBorrowed())),
    ...changes,
  })) {
    if (text !== undefined) await put(folder, name, text);
  }
  return folder;
}

export async function put(folder: string, name: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

const nothingLearned = {
  trainedBy: 'nobody',
  stopAt: 1,
  concludeAt: 1,
  decisiveAt: 1,
  unsafeAt: 1,
  callAt: 1,
  risk: { intercept: 0, features: {} },
  topic: { intercept: 0, features: {} },
  unsafe: { intercept: 0, features: {} },
  signals: {},
};

const noClues = {
  trainedBy: 'nobody',
  nobody: 0,
  clues: byPlace(() => ({})),
};

const wording = `sentences:
  greeting: Tell me what the caller said.
commands:
  help: [help]
fillers: [please]
corrections: [actually]
questions: [what]
`;

let borrowed: Promise<Record<string, string>> | undefined;

/** Kinds of number are borrowed from the shipped files; all its weights, words and sentences would only slow the tests. */
async function readBorrowed(): Promise<Record<string, string>> {
  return {
    'weights.json': JSON.stringify(nothingLearned),
    'callers.json': JSON.stringify(noClues),
    'vocabulary.yaml': 'spellings:\n  rang: ring\nsynonyms:\n  ask: [ask, want, demand]\n',
    'directory.yaml': 'numbers: []\n',
    'priorities.yaml': priorityRows(
      "priority: P1, when: { harm: ['yes', unsure] }",
      'priority: P4, when: {}',
    ),
    'collect.yaml': `items: []\n${upkeep}`,
    'numbers/valid.yaml': await shipped('numbers/valid.yaml'),
    'numbers/drama.yaml': await shipped('numbers/drama.yaml'),
    'wording/en-GB.yaml': wording,
  };
}

function shipped(name: string): Promise<string> {
  return readFile(new URL(`../../knowledge/${name}`, import.meta.url), 'utf8');
}

/** A well-formed file with one piece of its text exchanged; the piece must be there. */
export function exchange(name: string, from: string, to: string): Record<string, string> {
  const text = wellFiles[name] ?? '';
  if (!text.includes(from)) throw new Error(`${name} does not hold "${from}"`);
  return { [name]: text.replace(from, () => to) };
}
