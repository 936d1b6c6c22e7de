import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assess } from '../../src/domain/assess.ts';
import type { Harm } from '../../src/domain/evidence.ts';
import { hear } from '../../src/domain/listening/hear.ts';
import { prepare } from '../../src/domain/prepare.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();
const { ear } = prepare(knowledge);

type Row = [story: string, harm: readonly Harm[]];

const tables: Record<string, Row[]> = {
  'what somebody was made to do was done': [
    ['She made me pay 400 on my card', ['money']],
    ['The caller forced our temp to send money', ['money']],
    ['A woman tricked me into giving her the staff list', ['data']],
    ['He had me read him the code', ['credentials']],
    ['She got me to install an app', ['software']],
    ['He tried to make me do a transfer', []],
    ['He wants to make me pay', []],
  ],
  'what was asked for was done in the next words': [
    ['He asked for my date of birth and I told him', ['data']],
    ['A man rang wanting my password and I gave it', ['credentials']],
    ['He wanted the pin so I told him it', ['credentials']],
    ['A woman wanted 600 pounds for a licence and I paid', ['money']],
    ['Someone asked me to buy vouchers and I did', ['money']],
    ['He told me to download a program and I did', ['software']],
    ['He asked for my address and I told him no', []],
    ['He asked for my password and I did not give it', []],
    ["They asked me to pay and I didn't", []],
  ],
  'what the caller has now was given or taken': [
    ['They have my password now', ['credentials']],
    ['Someone on the phone has got control of my laptop', ['remote-access']],
    ['He has my mouse', ['remote-access']],
    ['They took 900 from my account', ['money']],
    ['He said somebody got into my bank account', []],
    ['they have a new screen for reception', []],
  ],
  'a link or file that came with the call was opened': [
    ['I clicked on the link in the email and then a man called', ['software']],
    ['I scanned the QR code he texted', ['software']],
    ['He wants me to click the link in the text', []],
    ['I did not click the link in the text', []],
  ],
  'what somebody wants done is not done': [
    ['Supplier needs the deposit paid into a new account', []],
    ['He wanted the money transferred to another account', []],
    ['He asked for 300 to be paid into a new account', []],
    ['He wanted 300 so I paid him 300', ['money']],
    ['I paid him 300 by card', ['money']],
  ],
};

for (const [name, rows] of Object.entries(tables))
  describe(name, () => {
    for (const [story, harm] of rows) test(story, () => assert.deepEqual(hear(story, ear).harm, harm));
  });

const topicOf = (story: string): string =>
  assess({ story, answers: [], proofs: [], region: 'GB-ENG' }, knowledge).topic;

test('who tells of harm is not asked whether it was a call', () => {
  assert.equal(topicOf('Help, he has my mouse'), 'call');
  assert.equal(topicOf('I paid the invoice twice by accident, who do I tell'), 'other');
});
