import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { bank, jo, lee, raise, sam } from './stage.ts';

const head = 'kind,name,number,authority,sign-in,deputy,source,owner,since,review by';
const bankLine =
  'number,Bank fraud line,+44 345 600 1234,office-supplier,,,the back of the company card,finance lead,,2027-05-21';
const joLine = 'colleague,Jo Hart,,,jo.hart@acme.example,Sam Ford,the staff list,HR,2026-01-02,2027-05-21';
const samLine = 'colleague,Sam Ford,+44 161 496 0123,,,,the staff list,HR,,2027-05-21';
const file = (...lines: string[]): string => `${[head, ...lines].join('\r\n')}\r\n`;

test('a file is proposed as a whole, and its numbers and colleagues are held once approved', async (t) => {
  const { bring, decideAll, list } = await raise(t);
  assert.deepEqual(await bring(file(bankLine, joLine, samLine)), {
    kind: 'proposed',
    added: 3,
    changed: 0,
    same: 0,
  });
  const { entries, proposals } = await list();
  assert.deepEqual([entries.length, new Set(proposals.map(({ batch }) => batch)).size], [0, 1]);
  assert.deepEqual(
    proposals.map(({ after }) => after?.name),
    ['Bank fraud line', 'Jo Hart', 'Sam Ford'],
  );
  assert.equal((await decideAll('approve', sam).catch(() => ({ done: 0 }))).done, 0);
  assert.deepEqual(await decideAll('approve', lee), { done: 3, left: [] });
  const held = (await list()).entries;
  assert.deepEqual(
    held.map(({ name, since }) => [name, since]),
    [
      ['Bank fraud line', '2026-11-22'],
      ['Jo Hart', '2026-01-02'],
      ['Sam Ford', '2026-11-22'],
    ],
  );
  assert.equal(held[1]?.deputy, held[2]?.id);
});

test('the same file again proposes nothing, and one that differs proposes what differs', async (t) => {
  const { bring, decideAll, list } = await raise(t);
  const whole = file(bankLine, joLine, samLine);
  await bring(whole);
  assert.deepEqual(await bring(whole), { kind: 'proposed', added: 0, changed: 0, same: 3 });
  await decideAll('approve', lee);
  assert.deepEqual(await bring(whole), { kind: 'proposed', added: 0, changed: 0, same: 3 });
  const renamed = bankLine.replace('fraud line', 'fraud team').replace('+44 345 600 1234', '+443456001234');
  assert.deepEqual(await bring(file(renamed)), { kind: 'proposed', added: 0, changed: 1, same: 0 });
  const [change] = (await list()).proposals;
  assert.deepEqual(
    [change?.change, change?.before?.name, change?.after?.name, change?.after?.number],
    ['change', 'Bank fraud line', 'Bank fraud team', '+44 345 600 1234'],
  );
  const waiting = await bring(file(bankLine.replace('fraud line', 'switchboard')));
  assert.match(waiting.kind === 'refused' ? (waiting.faults[0]?.what ?? '') : '', /waits for approval/);
});

test('a file changes no passphrase, and nothing of another client', async (t) => {
  const { bring, hold, decideAll, list } = await raise(t);
  await hold({ ...jo, passphrase: 'blue kettle tuesday' });
  await hold(bank, 'harbour');
  await bring(file(bankLine, joLine.replace('Sam Ford', '').replace('HR', 'Reception')));
  await decideAll('approve', lee);
  const { entries } = await list();
  assert.deepEqual(
    entries.map(({ name, owner, hasPassphrase }) => [name, owner, hasPassphrase]),
    [
      ['Bank fraud line', 'finance lead', false],
      ['Jo Hart', 'Reception', true],
    ],
  );
  assert.equal((await list('harbour')).entries[0]?.version, 1);
});

const readable = [
  ['a byte order mark', `\uFEFF${file(bankLine)}`],
  ['UTF-16, as "Unicode text" is saved', Buffer.from(`\uFEFF${file(bankLine)}`, 'utf16le')],
  ['semicolons', file(bankLine).replaceAll(',', ';')],
  ['tabs', file(bankLine).replaceAll(',', '\t')],
  ['old line ends', file(bankLine).replaceAll('\r\n', '\n')],
  ['empty lines and cells at its end', `${file(bankLine)}\r\n,,,,,,,,,\r\n\r\n`],
  [
    'capitals and spaces in the names of columns',
    file(bankLine).replace('review by', 'Review By').replace('kind', ' KIND '),
  ],
  [
    'quotation marks, with commas and quotation marks in a cell',
    file(bankLine.replace('Bank fraud line', '"Bank, ""fraud"" line"')),
  ],
] as const;
test('a file is read however a spreadsheet saves it', async (t) => {
  const { bring, list, decideAll } = await raise(t);
  for (const [what, text] of readable)
    await t.test(what, async () => {
      assert.deepEqual(await bring(text), { kind: 'proposed', added: 1, changed: 0, same: 0 });
      assert.match((await list()).proposals[0]?.after?.name ?? '', /^Bank,? "?fraud"? line$/);
      await decideAll('withdraw', sam);
    });
});

const many = Array.from({ length: 1001 }, (_, place) => bankLine.replace('600 1234', `600 ${1000 + place}`));
const faulty = [
  ['nothing in it', '', ['1: there are no entries in it']],
  ['no entries', head, ['1: there are no entries in it']],
  [
    'another encoding',
    Buffer.from(file(bankLine.replace('Bank', 'Caf\u00E9')), 'latin1'),
    ['1: the file is not text'],
  ],
  ['bytes of a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), ['1: the file is not text']],
  ['a spreadsheet in place of a CSV file', Buffer.from('PK\u0003\u0004\0\0'), ['1: the file is not text']],
  ['an open quotation mark', file(bankLine, `number,"Bank`), ['3: a quotation mark is not closed']],
  ['a cell without end', file(`number,${'a'.repeat(20_000)}`), ['2: a quotation mark is not closed']],
  ['too many lines', file(...many), ['1: it has 1001 entries']],
  [
    'a column that is none',
    file(bankLine).replace('review by', 'review on'),
    ['1: "review on" is no column', '1: the column review by is missing'],
  ],
  ['a column twice', file(bankLine).replace('deputy', 'source'), ['1: the column source is there twice']],
  ['a comma too many', file(bankLine.replace('fraud', 'fraud, ')), ['2: it has 11 cells']],
  ['a kind that is none', file(bankLine.replace('number', 'phone')), ['2: kind: "phone" is no kind']],
  [
    'formulas',
    file(
      bankLine.replace('Bank fraud line', `"=cmd|' /C calc'!A0"`),
      bankLine.replace('+44 345 600 1234', '159').replace('finance lead', '@SUM(1)'),
    ),
    ['2: name: "=cmd', '3: owner: "@SUM'],
  ],
  [
    'a formula for a number',
    file(bankLine.replace('+44 345 600 1234', '=1+1')),
    ['2: number: "=1+1" is no telephone'],
  ],
  [
    'a line break in a cell',
    file(bankLine.replace('Bank fraud line', '"Bank\nline"')),
    ['2: name: it has characters or line breaks'],
  ],
  [
    'a number that rings nowhere',
    file(bankLine.replace('1234', '12345')),
    ['2: number: +44 345 600 12345 is no number'],
  ],
  [
    'a number that a spreadsheet spoilt',
    file(bankLine.replace('+44 345 600 1234', '4.43456E+11')),
    ['2: number: "4.43456E+11" was changed by a spreadsheet'],
  ],
  [
    'a number twice',
    file(bankLine, samLine, bankLine.replace('+44 345', '+44345')),
    ['4: it is the same number or person as line 2'],
  ],
  [
    'a person twice',
    file(joLine.replace('Sam Ford', ''), joLine.replace('Sam Ford', '').replace('Jo Hart', 'J Hart')),
    ['3: it is the same number or person as line 2'],
  ],
  ['a deputy who is nobody', file(joLine), ['2: deputy: "Sam Ford" is no colleague here']],
  [
    'a deputy who is two',
    file(joLine, samLine, samLine.replace('0123', '0124')),
    ['2: deputy: "Sam Ford" is the name of several'],
  ],
  [
    'somebody for their own deputy',
    file(joLine.replace('Sam Ford', 'jo.hart@acme.example')),
    ['2: deputy: "jo.hart@acme.example" is the colleague themselves'],
  ],
  [
    'one faulty line among good ones',
    file(samLine, bankLine, joLine.replace('2027-05-21', 'soon')),
    ['4: review by: "soon" is no day'],
  ],
] as const;
test('a faulty file is refused with its lines, and nothing of it is proposed', async (t) => {
  const { bring, storage } = await raise(t);
  for (const [what, text, told] of faulty)
    await t.test(what, async () => {
      const outcome = await bring(text);
      assert.ok(outcome.kind === 'refused');
      assert.equal(outcome.faults.length, told.length, JSON.stringify(outcome.faults));
      for (const [place, words] of told.entries()) {
        const fault = outcome.faults[place];
        assert.ok(`${fault?.line}: ${fault?.what}`.startsWith(words), `${fault?.line}: ${fault?.what}`);
        assert.ok(fault?.why !== '' && fault?.fix !== '');
      }
    });
  assert.deepEqual(await storage.listProposals('main'), []);
  assert.deepEqual(await storage.readAudit({ clients: 'all', reader: '', limit: 1 }), []);
});

test('the file that the docs show is read as it stands', async (t) => {
  const docs = await readFile(new URL('../../../docs/directory.md', import.meta.url), 'utf8');
  const shown = /```\n(kind,[^`]*)```/.exec(docs)?.[1] ?? assert.fail('the docs show no file');
  const { bring } = await raise(t);
  assert.deepEqual(await bring(shown), { kind: 'proposed', added: 3, changed: 0, same: 0 });
});

test('a thousand lines are planned while somebody waits for the page', async (t) => {
  const { bring } = await raise(t);
  const started = performance.now();
  assert.equal((await bring(file(...many.slice(0, 1000)))).kind, 'proposed');
  assert.ok(performance.now() - started < 5000);
});
