import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assess } from '../../src/domain/assess.ts';
import { hear } from '../../src/domain/listening/hear.ts';
import { prepare } from '../../src/domain/prepare.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const { ear } = prepare(knowledge);
const reassuring = new Set(
  knowledge.signals.filter(({ bearing }) => bearing === 'reassurance').map(({ id }) => id),
);

/** What a story is heard to say for the caller. */
function heardFor(story: string): string[] {
  return hear(story, ear)
    .evidence.filter(({ signal, present }) => present === 'yes' && reassuring.has(signal))
    .map(({ signal }) => signal);
}

describe('nothing is heard for a caller', () => {
  const tables: Record<string, string[]> = {
    'in a question of ours': [
      'She left a number, should I ring it?',
      'Do I ring them back?',
      'How do we ring the bank?',
      'Shall we ring the bank first?',
      'Can I ring the number on the card?',
      'Should I ring the switchboard to check?',
      'Should I check with my manager?',
      'Can I pay on the site?',
      'Should I log a ticket?',
      'May I ring you back on your desk?',
    ],
    'in ringing the number that the caller gave': [
      'She gave me a mobile and wants me to ring her back on it',
      'He wants us to call him back on 07700 900123',
      'I rang him back on the number he gave',
      'I rang the number in the email',
      'There was a number on the screen so I rang it',
      'He told me to ring the number on the screen',
      'She said I could ring her back on her mobile',
    ],
    'in being kept from checking': [
      'He told me not to ring the bank',
      'She would not let me hang up and check',
    ],
    'in what a caller likes to say as well': [
      'He said there is nothing to pay today',
      'She said reply yes or no',
      'He told me never to give anyone my PIN',
      'If you like I can sort it for you he said',
      'It is all in a letter that came by post',
      'He shouted at me in front of clients',
    ],
    'in what never was': [
      'Nobody here booked an engineer',
      'We have ordered nothing',
      'He is not on the visitor list',
    ],
  };
  for (const [name, stories] of Object.entries(tables)) {
    describe(name, () => {
      for (const story of stories) test(story, () => assert.deepEqual(heardFor(story), []));
    });
  }
});

describe('what does speak for a caller is heard', () => {
  const rows: [story: string, signal: string][] = [
    ['I rang the bank on the number on my card', 'staff-rang-them'],
    ['I rang the switchboard and asked for him', 'staff-rang-them'],
    ['we rang our supplier on the number we hold', 'staff-rang-them'],
    ['I called them off the website', 'staff-rang-them'],
    ['She told me to ring the number on the back of my card', 'invites-check'],
    ['They told us to ring 101', 'invites-check'],
    ['He said ring me back through the switchboard', 'invites-check'],
    ['and said I was not to take his word', 'invites-check'],
    ['The engineer we booked is here', 'prior-arrangement'],
    ['He is on the visitor list', 'prior-arrangement'],
    ['It was about the ticket I raised on Monday', 'prior-arrangement'],
    ['She put the new account in the staff portal herself', 'usual-process'],
    ['I paid it on GOV.UK myself', 'usual-process'],
    ['It needs two approvers and has them', 'usual-process'],
    ['My manager confirmed it was ours', 'confirmed-elsewhere'],
    ['We did a video with him and his badge', 'confirmed-elsewhere'],
  ];
  for (const [story, signal] of rows) test(story, () => assert.ok(heardFor(story).includes(signal), signal));
});

test('asking whether to ring the caller back does not soften a stop', () => {
  const story = 'A man from Microsoft rang, our computer has a virus and he wants to connect with AnyDesk.';
  assert.match(judge(story), /^stop/);
  for (const asked of ['He left a number, should I ring it?', 'He wants me to ring him back on it.'])
    assert.equal(judge(`${story} ${asked}`), judge(story), asked);
});

function judge(story: string): string {
  return assess({ story, answers: [], proofs: [], region: 'GB-ENG' }, knowledge).verdict;
}
