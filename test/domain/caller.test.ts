import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assess } from '../../src/domain/assess.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const claimIn = (story: string): Assessment['claimedAuthority'] =>
  assess({ story, answers: [], proofs: [], region: 'GB-ENG' }, knowledge).claimedAuthority;

type Row = [story: string, words: string | undefined, id: string | undefined];

const tables: Record<string, Row[]> = {
  'a firm on no list is quoted in the words of the story': [
    ['Fabrikam Freight rang about the pallets', 'Fabrikam Freight', undefined],
    ['a call from fabrikam freight about pallets and a new bank account', 'fabrikam freight', undefined],
    [
      'i had a call this is dave from contoso support he wants to get on my computer',
      'contoso support',
      undefined,
    ],
  ],
  'a role, a trade or a known body has its id too': [
    ['a man rang saying he was from your IT provider and wants my password', 'your IT provider', 'own-msp'],
    ["the landlord's agent rang about the keys and wants the alarm code", "the landlord's agent", 'supplier'],
    ['our MD Karen rang and wants 20k paid today', 'our MD Karen', 'senior-manager'],
    ['a solicitor called Hughes rang about a debt', 'a solicitor called Hughes', 'solicitor'],
    ['internal IT on the line wants my code', 'internal IT', 'own-it-service-desk'],
    ["Woodgrove Bank's fraud team rang me", "Woodgrove Bank's fraud team", 'bank'],
    ['caller says hes from barclays fraud team and i need to move my money', 'barclays fraud team', 'bank'],
    ['A woman on the phone claims to be from HMRC. We owe £900.', 'HMRC', 'hmrc'],
  ],
  'whom the caller only asks about is not the caller': [
    ['someone rang asking who our office manager is', undefined, undefined],
    ['the caller asked about our supplier Contoso', undefined, undefined],
  ],
  'nobody is claimed when nobody is named': [
    ['A man rang and wanted money', undefined, undefined],
    ['a man rang from a withheld number, nobody said anything', undefined, undefined],
    ['Microsoft Word keeps closing', undefined, undefined],
    ['', undefined, undefined],
  ],
};

for (const [name, rows] of Object.entries(tables)) {
  describe(name, () => {
    for (const [story, words, id] of rows) {
      test(story, () => {
        assert.deepEqual(claimIn(story), words === undefined ? undefined : { id, words });
      });
    }
  });
}

test('no more than six words are quoted, all of them from the story', () => {
  const story =
    'The regional under secretary for the northern harbours from the ministry of fisheries and sea birds rang about a fee';
  const words = claimIn(story)?.words ?? '';
  assert.ok(words.length > 0 && words.split(' ').length <= 6, words);
  assert.ok(story.includes(words), words);
});

test('an answer names the caller, and the words of the story stay when they say the same', () => {
  const question = knowledge.questions.find(({ choices }) =>
    choices.some(({ authority }) => authority === 'bank'),
  );
  const choice = question?.choices.find(({ authority }) => authority === 'bank');
  const answers = [{ question: question?.id ?? '', choices: [choice?.id ?? ''] }];
  const told = (story: string): Assessment['claimedAuthority'] =>
    assess({ story, answers, proofs: [], region: 'GB-ENG' }, knowledge).claimedAuthority;
  assert.deepEqual(told('Barclays fraud team rang me'), { id: 'bank', words: 'Barclays fraud team' });
  assert.deepEqual(told('Fabrikam Freight rang me'), { id: 'bank', words: 'the bank' });
});
