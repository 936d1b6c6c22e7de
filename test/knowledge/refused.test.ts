import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { faultsOf, refuse, type Case } from './faults.ts';
import { exchange, figures, makeFolder, put, wellFiles } from './folder.ts';

const scam = 'scams/toner-call.yaml';
const signal = 'signals/payment-request.yaml';
const question = 'questions/payment.yaml';
const authority = 'authorities/office-supplier.yaml';

const broken: Case[] = [
  {
    name: 'text that is not YAML',
    changes: exchange(scam, 'title: Toner call', 'title: "Toner call'),
    faults: [[`${scam}:1`, /cannot be read: Missing closing/]],
  },
  {
    name: 'a field that is missing',
    changes: exchange(scam, 'summary: The caller acts like our supplier. Then they send dear toner.\n', ''),
    faults: [[`${scam}:1`, /summary is missing .* staff are shown it .* add summary/]],
  },
  {
    name: 'a field left empty',
    changes: exchange(scam, 'title: Toner call', 'title:'),
    faults: [[`${scam}:1`, /title is empty/]],
  },
  {
    name: 'an empty file',
    changes: { [authority]: '' },
    faults: [[`${authority}:1`, /the file is empty/]],
  },
  {
    name: 'a slip of the pen in a field name',
    changes: exchange(scam, 'callersSay:', 'calersSay:'),
    faults: [
      [`${scam}:1`, /callersSay is missing/],
      [`${scam}:8`, /"calersSay" is not a field here .* did you mean "callersSay"\?/],
    ],
  },
  {
    name: 'a slip of the pen deep inside',
    changes: exchange(question, 'evidence: { payment-request: no }', 'evidnce: { payment-request: no }'),
    faults: [[`${question}:13`, /"evidnce" is not a field here .* did you mean "evidence"\?/]],
  },
  {
    name: 'a field given twice',
    changes: exchange(scam, 'nature: sales', 'nature: sales\nnature: fraud'),
    faults: [[`${scam}:4`, /"nature" is there twice/]],
  },
  {
    name: 'an id inside the file',
    changes: exchange(signal, 'title:', 'id: payment-request\ntitle:'),
    faults: [[`${signal}:1`, /"id" is not a field here .* file name is the id .* delete this line/]],
  },
  {
    name: 'a word that is not one of the choices',
    changes: exchange(scam, 'nature: sales', 'nature: sale'),
    faults: [[`${scam}:3`, /nature is "sale" .* did you mean "sales"\? use one of: fraud, sales/]],
  },
  {
    name: 'a number where quotes are needed',
    changes: exchange('reporting/report-fraud.yaml', 'value: 0300 123 2040', 'value: 101'),
    faults: [['reporting/report-fraud.yaml:6', /how 1 value is 101 without quotes .* write "101" in quotes/]],
  },
  {
    name: 'text where a list is needed',
    changes: exchange(scam, 'regions: [GB]', 'regions: GB'),
    faults: [[`${scam}:4`, /regions is "GB" .* make it a list/]],
  },
  {
    name: 'only one line to say',
    changes: exchange(scam, '  - I am not ordering anything.\n', ''),
    faults: [[`${scam}:20`, /say has fewer than 2/]],
  },
  {
    name: 'a country that is not a code',
    changes: exchange(scam, 'regions: [GB]', 'regions: [UK, GB-SCT, Narnia]'),
    faults: [
      [`${scam}:4`, /regions 1 is "UK", not a region code .* did you mean "GB"\?/],
      [`${scam}:4`, /regions 3 is "Narnia", not a region code/],
    ],
  },
  {
    name: 'a day that does not exist',
    changes: exchange(scam, 'reviewBy: 2027-05-21', 'reviewBy: 2027-02-30'),
    faults: [[`${scam}:43`, /reviewBy is "2027-02-30", not a real date/]],
  },
  {
    name: 'a source that cannot be opened',
    changes: exchange(authority, 'https://www.gov.uk/scams', 'seed:000.txt'),
    faults: [[`${authority}:7`, /sources 1 url is "seed:000.txt", not a web address/]],
  },
  {
    name: 'what an authority never does, without a source',
    changes: {
      [authority]: `neverDo: [ask for money]\n${(wellFiles[authority] ?? '').replace(/sources:\n(?: .*\n)+/, 'sources: []\n')}`,
    },
    faults: [[`${authority}:5`, /sources is empty .* every entry must show where it comes from/]],
  },
  {
    name: 'an authority that nobody could check',
    changes: exchange(authority, 'verifyBy: Ring the supplier on the number in the contract.\n', ''),
    faults: [[`${authority}:1`, /verifyBy is missing .* staff need a way to check/]],
  },
  {
    name: 'no signals',
    changes: exchange(scam, 'signals:\n  payment-request: core', 'signals: {}'),
    faults: [[`${scam}:6`, /signals is empty/]],
  },
  {
    name: 'one choice twice',
    changes: exchange(question, 'id: none', 'id: pay'),
    faults: [[`${question}:11`, /choice "pay" is there twice/]],
  },
  {
    name: 'four steps for staff',
    changes: exchange('playbooks/paid.yaml', '  - Ring the bank.', '  - a\n  - b\n  - c\n  - d'),
    faults: [['playbooks/paid.yaml:6', /staff has more than 3 .* nobody follows more than three steps/]],
  },
  {
    name: 'a harm that is not one',
    changes: exchange('playbooks/paid.yaml', 'harm: money', 'harm: monney'),
    faults: [['playbooks/paid.yaml:2', /harm is "monney" .* did you mean "money"\?/]],
  },
  {
    name: 'cues that cannot be read or are heard everywhere',
    changes: exchange(
      signal,
      '  - ask * money',
      '  - "* money"\n  - ask (for (a|b))\n  - our IT\n  - "@nowhere"',
    ),
    faults: [
      [`${signal}:4`, /"\* money" cannot be read/],
      [`${signal}:5`, /brackets inside brackets/],
      [`${signal}:6`, /"our IT" is heard in nearly every message/],
      [`${signal}:7`, /"@nowhere" cannot be read/],
    ],
  },
  {
    name: 'file names that cannot be ids, and files nobody reads',
    changes: {
      'scams/Toner Call.yaml': 'a',
      'scams/toner-call.yml': 'b',
      'signal/x.yaml': 'c',
      'notes.txt': 'd',
    },
    faults: [
      ['notes.txt:1', /"notes.txt" does not belong here/],
      ['scams/Toner Call.yaml:1', /"Toner Call.yaml" is not a file name used here/],
      ['scams/toner-call.yml:1', /"toner-call.yml" is not a file name used here/],
      ['signal:1', /"signal" does not belong here .* did you mean "signals"\?/],
    ],
  },
  {
    name: 'a missing folder and a missing file',
    changes: { 'playbooks/paid.yaml': undefined, 'weights.json': undefined },
    faults: [
      ['playbooks:1', /is missing/],
      ['weights.json:1', /is missing/],
    ],
  },
  {
    name: 'figures that cannot have been measured',
    changes: { 'figures.yaml': figures.replace('460', '-1') },
    faults: [['figures.yaml:3', /genuine/]],
  },
  {
    name: 'weights out of bounds',
    changes: { 'weights.json': '{ "trainedBy": "a hand",\n"stopAt": 3 }' },
    faults: [['weights.json:2', /stopAt has more than 1/]],
  },
  {
    name: 'a hundred aliases of aliases',
    changes: { [authority]: bomb() },
    faults: [[`${authority}:1`, /cannot be read/]],
  },
];

suite('a broken knowledge folder is refused', () => {
  refuse(broken);

  test('for bytes that are not text', async (context) => {
    const folder = await makeFolder(context);
    await put(folder, scam, Buffer.from([0x74, 0x3a, 0x20, 0xff, 0xfe]));
    assert.match((await faultsOf(folder)).join('\n'), /toner-call.yaml:1: cannot be read/);
  });

  test('for a folder that is not there', async () => {
    const told = await faultsOf('/nowhere/at/all');
    assert.match(told[0] ?? '', /^\/nowhere\/at\/all:1: is missing/);
  });

  test('with every fault of every file at once, in reading order', async (context) => {
    const folder = await makeFolder(context, {
      ...exchange(scam, 'title: Toner call', 'title:'),
      ...exchange(signal, 'rule: Do not pay on the word of a caller.\n', ''),
      ...exchange(question, 'order: 10', 'order: first'),
      'authorities/bank.yaml': '{',
    });
    const places = (await faultsOf(folder)).map((line) => line.slice(0, line.indexOf(': ')));
    assert.deepEqual(places, ['authorities/bank.yaml:1', `${question}:1`, `${scam}:1`, `${signal}:1`]);
  });
});

function bomb(): string {
  const levels = 'abcdefghi'.split('');
  return levels
    .map(
      (name, at) =>
        `${name}: &${name} [${
          at === 0
            ? 'x'
            : Array(9)
                .fill(`*${levels[at - 1]}`)
                .join(', ')
        }]`,
    )
    .join('\n');
}
