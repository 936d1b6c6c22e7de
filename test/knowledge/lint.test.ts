import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { formatFault } from '../../src/knowledge/fault.ts';
import { lintKnowledge } from '../../src/knowledge/lint.ts';
import { tellAddress } from '../../src/knowledge/lint/address.ts';
import { readingAge } from '../../src/knowledge/lint/reading-age.ts';
import { exchange, makeFolder, priorityRows, wellFiles } from './folder.ts';

const scam = 'scams/toner-call.yaml';
const route = 'reporting/report-fraud.yaml';
const authority = 'authorities/office-supplier.yaml';
const question = 'questions/payment.yaml';
const today = '2026-11-21';

type Case = [name: string, changes: Record<string, string | undefined>, at: string, told: RegExp];

/** Another scam that cannot be told from the toner call by anything but one word. */
const inkCall = (wellFiles[scam] ?? '').replaceAll(/\btoner\b/g, 'ink').replace('Toner call', 'Ink call');
const hard =
  'Immediately notify the organisation responsible for administering telecommunications authorisation procedures here.';

const refused: Case[] = [
  [
    'a table of priorities reviewed tomorrow',
    {
      'priorities.yaml': priorityRows(
        "priority: P1, when: { harm: ['yes', unsure] }",
        'priority: P4, when: {}',
      ).replace('reviewed: 2026-11-21', 'reviewed: 2026-11-22'),
    },
    'priorities.yaml:10',
    /reviewed 2026-11-22 is still to come/,
  ],
  [
    'two caught examples',
    exchange(scam, '    - Somebody wants money for toner and asked which printer model we have\n', ''),
    `${scam}:28`,
    /2 caught examples, of at least 3/,
  ],
  [
    'two spared examples',
    exchange(scam, '    - The driver of our supplier rang from the gate\n', ''),
    `${scam}:32`,
    /2 spared examples, of at least 3/,
  ],
  [
    'four twin phrases',
    exchange(scam, '    - The toner firm rang us back about our own question\n', ''),
    `${scam}:14`,
    /4 twin phrases, of at least 5/,
  ],
  [
    'an example that is a phrase, in other capitals',
    exchange(
      scam,
      'A man rang about the printer and said toner goes up tomorrow',
      'SOMEONE rang for the printer model, and wants money for toner.',
    ),
    `${scam}:29`,
    /this example repeats a phrase of toner-call/,
  ],
  [
    'an example with a whole phrase inside',
    exchange(
      scam,
      'A man rang about the printer and said toner goes up tomorrow',
      'Hello. The price of your toner goes up tomorrow, says a man.',
    ),
    `${scam}:29`,
    /this example repeats "the price of your toner goes up tomorrow" of this file/,
  ],
  [
    'the same example twice',
    exchange(
      scam,
      'Our usual supplier asked if the boxes of last week came',
      'Our supplier rang to say the toner is on the van',
    ),
    `${scam}:34`,
    /this example repeats an example of toner-call/,
  ],
  [
    'two scams that take each other’s examples',
    {
      [scam]: swapCaught(wellFiles[scam] ?? '', inkCall),
      'scams/ink-call.yaml': swapCaught(inkCall, wellFiles[scam] ?? ''),
    },
    'scams/ink-call.yaml:28',
    /this scam and toner-call each come first for a story of the other/,
  ],
  [
    'a warning that no scam shows',
    {
      'signals/hurry.yaml': (wellFiles['signals/payment-request.yaml'] ?? '').replace(
        'ask * money',
        'be quick',
      ),
    },
    'signals/hurry.yaml:1',
    /no scam shows this warning/,
  ],
  [
    'a scam that answers do not lead to',
    {
      ...exchange(question, '{ payment-request: yes }', '{ hurry: yes }'),
      ...exchange(scam, 'claimedAuthorities: [office-supplier]\n', ''),
      [question]: exchange(question, '    authority: office-supplier\n', '')[question]?.replaceAll(
        'payment-request',
        'hurry',
      ),
      'signals/hurry.yaml': (wellFiles['signals/payment-request.yaml'] ?? '').replace(
        'ask * money',
        'be quick',
      ),
    },
    `${scam}:5`,
    /answers to the questions alone never bring this scam among the first 3/,
  ],
  [
    'a source without https',
    exchange(scam, 'https://www.gov.uk/scams', 'http://www.gov.uk/scams'),
    `${scam}:39`,
    /does not start with https/,
  ],
  [
    'lines to say that are hard to read',
    exchange(scam, 'Please put it in writing.', hard),
    `${scam}:20`,
    /reads at age \d\d\.\d, of 11 at most .* use other words for .*telecommunications/,
  ],
  [
    'a choice with several long words',
    exchange(question, 'label: A payment', 'label: Unauthorised accommodation'),
    `${question}:8`,
    /several long words in a short text/,
  ],
  [
    'a review still to come',
    exchange(scam, 'reviewed: 2026-11-21', 'reviewed: 2026-11-22'),
    `${scam}:42`,
    /reviewed 2026-11-22 is still to come/,
  ],
  [
    'a source read on a day still to come',
    exchange(scam, 'checked: 2026-11-01', 'checked: 2026-12-01'),
    `${scam}:40`,
    /checked 2026-12-01 is still to come/,
  ],
  [
    'a review more than a year away',
    exchange(scam, 'reviewBy: 2027-05-21', 'reviewBy: 2027-11-22'),
    `${scam}:43`,
    /more than a year after .* choose a day up to 2027-11-21/,
  ],
  [
    'a number with a digit too few in a reporting route',
    exchange(route, '0300 123 2040', '0300 123 204'),
    `${route}:6`,
    /0300 123 204 is no number to ring in GB/,
  ],
  [
    'a number of another country',
    exchange(route, '0300 123 2040', '+353 1 666 0000'),
    `${route}:6`,
    /\+353 1 666 0000 is no number to ring in GB/,
  ],
  [
    'a short number that is not listed',
    exchange(authority, 'Ring the supplier on the number in the contract.', 'Ring 192 and ask for them.'),
    `${authority}:3`,
    /192 is no number to ring/,
  ],
  [
    'a number for films in what to do',
    exchange(scam, 'Ask the person who buys supplies.', 'Ring 020 7946 0123 and ask.'),
    `${scam}:24`,
    /020 7946 0123 is no number to ring/,
  ],
  [
    'a number to pay for in a playbook',
    exchange('playbooks/paid.yaml', 'Ask for a recall.', 'Ring 0906 123 4567 to get it back.'),
    'playbooks/paid.yaml:10',
    /0906 123 4567 is no number to ring/,
  ],
  [
    'the number of somebody in a story',
    exchange(scam, 'The price of your toner goes up tomorrow', 'Ring me on 020 7219 3000'),
    `${scam}:9`,
    /020 7219 3000 may be the number of a real person/,
  ],
];

suite('lint refuses', () => {
  for (const [name, changes, at, told] of refused) {
    test(name, async (context) => {
      const faults = await lint(await makeFolder(context, changes));
      assert.ok(
        faults.some((fault) => fault.startsWith(`${at}: `) && told.test(fault)),
        `expected ${at}: ${told}\ngot\n${faults.join('\n')}`,
      );
    });
  }
});

const allowed: [name: string, changes: Record<string, string | undefined>][] = [
  ['a folder that is well', {}],
  ['a listed short number', exchange(authority, 'Ring the supplier', 'Ring 101, or the supplier')],
  [
    'a number for films in a story',
    exchange(scam, 'toner goes up tomorrow', 'ring 020 7946 0123 about toner'),
  ],
  [
    'a number we advise in a story',
    exchange(scam, '    - A driver rang', '    - I rang 0300 123 2040 and it was real. A driver rang'),
  ],
  ['the year of a change', exchange(authority, 'in the contract.', 'in the contract of 2025.')],
  [
    'a number of a country that the text names',
    {
      ...exchange(scam, 'Ask the person who buys supplies.', 'In the US ring 800-366-4484.'),
      'reporting/us.yaml': (wellFiles[route] ?? '')
        .replace('GB-ENG', 'US')
        .replace('0300 123 2040', '800-225-5324'),
    },
  ],
];

suite('lint lets pass', () => {
  for (const [name, changes] of allowed) {
    test(name, async (context) => {
      assert.deepEqual(await lint(await makeFolder(context, changes)), []);
    });
  }
});

suite('the address of a source', () => {
  const addresses: [url: string, told: RegExp | undefined][] = [
    ['https://www.gov.uk/scams', undefined],
    ['https://tinyurl.com/abc', /shortened/],
    ['https://www.bit.ly/abc', /shortened/],
    ['https://www.gov.uk/{id}', /placeholder/],
    ['https://example.com/scams', /no public page/],
    ['https://docs.example.org/scams', /no public page/],
    ['https://scams.test/', /no public page/],
    ['https://localhost/scams', /no public page/],
    ['https://192.0.2.1/scams', /no public page/],
    ['http://www.gov.uk/scams', /does not start with https/],
    ['https://counterexample.com/', undefined],
  ];
  for (const [url, told] of addresses) {
    test(`${url} is ${told ? `refused: ${told.source}` : 'taken'}`, () => {
      assert.match(tellAddress(url)?.what ?? 'taken', told ?? /^taken$/);
    });
  }
});

suite('reading age', () => {
  test('rises with the length of sentences and of words', () => {
    const short = readingAge('Hang up now. Ring the bank. Use the number on your card. Tell your boss.');
    const long = readingAge(
      'Hang up now and ring the bank and use the number on your card and tell your boss.',
    );
    const heavy = readingAge(
      'Terminate communication immediately. Notify the institution. Inform management.',
    );
    assert.ok(short < long && long < heavy, `${short} ${long} ${heavy}`);
  });

  test('does not hold names, numbers and addresses against a text', () => {
    const plain = 'Ring the desk on the number you hold and ask for them by name.';
    const named = 'Ring Companies House on 0303 1234 500 or organisations.gov.uk and ask for them by name.';
    assert.ok(readingAge(named) < readingAge(plain) + 2, `${readingAge(named)} ${readingAge(plain)}`);
    assert.ok(readingAge(named.replace('Companies House', 'companies of organisations')) > readingAge(named));
  });

  test('of the sentence that the formula’s grade 0 stands for is five', () => {
    assert.equal(Math.round(readingAge('')), 0);
    assert.ok(readingAge('The cat sat on the mat. The dog ran to the big red bus.') < 6);
  });
});

async function lint(folder: string): Promise<string[]> {
  const { faults } = await lintKnowledge(folder, today);
  return faults.map((fault) => formatFault({ ...fault, path: fault.path.replace(`${folder}/`, '') }));
}

/** The file with the `caught` examples of another in place of its own. */
function swapCaught(text: string, other: string): string {
  const caught = /caught:\n(?: {4}- .*\n)+/;
  return text.replace(caught, () => caught.exec(other)?.[0] ?? '');
}
