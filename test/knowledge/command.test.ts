import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { run as runCommand } from '../../src/cli/knowledge.ts';
import { exchange, makeFolder, put, wellFiles } from './folder.ts';

const scam = 'scams/toner-call.yaml';

suite('lint', () => {
  test('ends in one line when all is well', async (context) => {
    const { status, out } = await run(await makeFolder(context), 'lint');
    assert.equal(status, 0, out);
    assert.match(out, /^Knowledge [0-9a-f]{12} is well: 1 scams, 1 authorities, 1 reporting routes\.\n$/);
  });

  const told: [name: string, changes: Record<string, string>, expected: RegExp][] = [
    [
      'what the loader refuses',
      exchange(scam, 'nature: sales', 'nature: sale'),
      /toner-call\.yaml:3: nature is "sale" · .+ · did you mean "sales"/,
    ],
    [
      'a review day before the review',
      exchange(scam, 'reviewBy: 2027-05-21', 'reviewBy: 2026-11-21'),
      /toner-call\.yaml:43: reviewBy 2026-11-21 is not later than reviewed 2026-11-21/,
    ],
    [
      'a shortened link',
      exchange(scam, 'https://www.gov.uk/scams', 'https://bit.ly/3abc'),
      /toner-call\.yaml:39: https:\/\/bit\.ly\/3abc is a shortened link/,
    ],
    [
      'a placeholder in an address',
      exchange(scam, 'https://www.gov.uk/scams', 'https://www.gov.uk/%7BMESSAGE%7D'),
      /toner-call\.yaml:39: .+ has a placeholder that was never filled in/,
    ],
    [
      'a caught story that another scam takes',
      exchange(scam, 'A man rang about the printer and said toner goes up tomorrow', 'A cat sat on a mat'),
      /toner-call\.yaml:29: this scam (is not among|comes at)/,
    ],
    [
      'a name in two authorities',
      { 'authorities/ink-seller.yaml': wellFiles['authorities/office-supplier.yaml'] ?? '' },
      /office-supplier\.yaml:1: "the toner company" is also a name in authorities\/ink-seller\.yaml/,
    ],
  ];
  for (const [name, changes, expected] of told) {
    test(`tells ${name}`, async (context) => {
      const { status, err } = await run(await makeFolder(context, changes), 'lint');
      assert.match(err, expected);
      assert.equal(status, 1);
    });
  }
});

suite('new scam', () => {
  test('writes a file that lint then explains, and never writes over one', async (context) => {
    const folder = await makeFolder(context);
    const made = await run(folder, 'new', 'scam', 'fake-parcel', '--today', '2026-11-21');
    assert.equal(made.status, 0, made.err);
    const text = await readFile(join(folder, 'scams/fake-parcel.yaml'), 'utf8');
    assert.match(text, /reviewed: 2026-11-21\nreviewBy: 2027-05-22\nstatus: draft/);
    const { err } = await run(folder, 'lint');
    const missing = [...err.matchAll(/fake-parcel\.yaml:\d+: ([\w ]+) is empty · .+? · fill in/g)].map(
      ([, name]) => name,
    );
    assert.deepEqual(missing, [
      'title',
      'summary',
      'signals',
      'callersSay',
      'staffSay',
      'twin looksLike',
      'say 1',
      'say 2',
      'do',
      'sources',
      'owner',
      'examples caught',
      'examples spared',
    ]);
    const again = await run(folder, 'new', 'scam', 'fake-parcel');
    assert.equal(again.status, 1);
    assert.equal(await readFile(join(folder, 'scams/fake-parcel.yaml'), 'utf8'), text);
  });

  for (const id of ['Fake Parcel', '../escape', 'a--b', '']) {
    test(`refuses the id "${id}"`, async (context) => {
      const { status } = await run(await makeFolder(context), 'new', 'scam', id);
      assert.equal(status, 1);
    });
  }
});

suite('overdue', () => {
  test('lists what is late on the day asked for, the longest first', async (context) => {
    const folder = await makeFolder(context, exchange(scam, 'reviewBy: 2027-05-21', 'reviewBy: 2027-01-31'));
    const late = await run(folder, 'overdue', '--today', '2027-06-01');
    assert.deepEqual(late.out.split('\n').slice(0, 2), [
      '2027-01-31 scams/toner-call.yaml (knowledge editor)',
      '2027-05-21 signals/payment-request.yaml (knowledge editor)',
    ]);
    const early = await run(folder, 'overdue', '--today', '2027-01-31');
    assert.equal(early.out, 'Nothing is overdue on 2027-01-31.\n');
  });
});

test('a day that is not one is told', async (context) => {
  const { status, err } = await run(await makeFolder(context), 'overdue', '--today', 'soon');
  assert.equal(status, 1);
  assert.match(err, /"soon" is not a day/);
});

suite('explain', () => {
  const pages: [id: string, ...expected: string[]][] = [
    [
      'toner-call',
      'The honest call it copies',
      'Please put it in writing.',
      'Report Fraud',
      'https://www.gov.uk/scams',
      'by 2027-05-21',
    ],
    ['office-supplier', 'How to check', 'Ring the supplier on the number in the contract.'],
    ['report-fraud', 'You lost money.', 'phone: 0300 123 2040'],
    ['payment-request', 'Do not pay on the word of a caller.'],
    ['payment', 'Did they ask for money?', 'A payment'],
    ['another-phone', 'Use another phone.', 'The line may still be open.'],
    ['paid', 'Ring the bank.', 'finance, at once: Ask for a recall.'],
  ];
  test('lays out any kind of entry', async (context) => {
    const folder = await makeFolder(context);
    for (const [id, ...expected] of pages) {
      const { out } = await run(folder, 'explain', id);
      for (const words of expected) assert.ok(out.includes(words), `${id} lacks "${words}"\n${out}`);
    }
  });

  test('offers the nearest id for an unknown one', async (context) => {
    const { status, err } = await run(await makeFolder(context), 'explain', 'tonercall');
    assert.equal(status, 1);
    assert.match(err, /Nothing is called "tonercall"\. Did you mean "toner-call"\?/);
  });
});

test('an unknown command tells the known ones', async (context) => {
  const folder = await makeFolder(context);
  await put(folder, 'README.md', '# kept');
  const { status, err } = await run(folder, 'lnt');
  assert.equal(status, 1);
  assert.match(err, /knowledge -- lint/);
});

type Ran = { status: number; out: string; err: string };

async function run(folder: string, ...args: string[]): Promise<Ran> {
  const { status, text } = await runCommand(args, { KNOWLEDGE_DIR: folder });
  return { status, out: status === 0 ? text : '', err: status === 0 ? '' : text };
}
