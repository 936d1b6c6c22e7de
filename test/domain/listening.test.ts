import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Presence } from '../../src/domain/evidence.ts';
import { hear } from '../../src/domain/listening/hear.ts';
import { storyCapCharacters } from '../../src/domain/listening/tokens.ts';
import { prepare } from '../../src/domain/prepare.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const { ear } = prepare(await loadedKnowledge());
const evidenceOf = (story: string, signal: string) =>
  hear(story, ear).evidence.find((item) => item.signal === signal);
const presenceOf = (story: string, signal: string): Presence | undefined =>
  evidenceOf(story, signal)?.present;

type Row = [story: string, signal: string, present: Presence | undefined];

const tables: Record<string, Row[]> = {
  'what was said to have happened is heard': [
    ['The number was withheld', 'withheld-number', 'yes'],
    ['It came up as private number', 'withheld-number', 'yes'],
    ['He wants me to download AnyDesk', 'remote-access-request', 'yes'],
    ['She asked me to read out the code from my phone', 'credential-or-code-request', 'yes'],
    ['They said we must pay a £340 fine today', 'payment-request', 'yes'],
    ['He wants us to buy gift cards and send the numbers', 'unusual-payment-method', 'yes'],
    ['A courier is coming to collect the card', 'cash-or-courier-collection', 'yes'],
    ['Our supplier says their bank details have changed', 'bank-details-change', 'yes'],
    ['He told me not to tell anyone in the office', 'secrecy', 'yes'],
  ],
  'what was said not to have happened is a no': [
    ["The number wasn't withheld", 'withheld-number', 'no'],
    ['number was not withheld', 'withheld-number', 'no'],
    ["She didn't ask for money", 'payment-request', 'no'],
    ['he never asked for a password', 'credential-or-code-request', 'no'],
    ["they didn't want remote access", 'remote-access-request', 'no'],
    ['nothing to pay, she just wanted to check the delivery', 'payment-request', 'no'],
  ],
  'what we asked for is not what the caller asked for': [
    ['I asked him for the code', 'credential-or-code-request', undefined],
    ['We asked them for the password to the shared folder', 'credential-or-code-request', undefined],
    ['He asked me for the code', 'credential-or-code-request', 'yes'],
  ],
  'a number or code that the caller offers is no request for ours': [
    [
      'He read out a security identification number to prove who he is',
      'credential-or-code-request',
      undefined,
    ],
    ['He read out a security identification number to prove who he is', 'fake-identifier', 'yes'],
    ['She gave us a verification code to prove it was the bank', 'credential-or-code-request', undefined],
    ['The bank read me a code to prove it was them', 'credential-or-code-request', undefined],
    ['The bank read me a code to prove it was them', 'fake-identifier', 'yes'],
    ['He texted me a code and told me to read it out', 'credential-or-code-request', 'yes'],
    ['She wants me to read her the security code', 'credential-or-code-request', 'yes'],
    ['He said read out the six digit code', 'credential-or-code-request', 'yes'],
    ['A man wants my permission to connect to it remotely', 'remote-access-request', 'yes'],
  ],
  'who asks is the nearest subject': [
    ['I was asked for my password', 'credential-or-code-request', 'yes'],
    ['I asked the registry for a new authentication code', 'credential-or-code-request', undefined],
    ['the mail app keeps asking for my password', 'credential-or-code-request', undefined],
    ['he says I need to pay £90 today', 'payment-request', 'yes'],
    ['unless we pay by noon he sends the bailiffs', 'payment-request', 'yes'],
  ],
  'a no reaches as far as the next subject': [
    ['no name given he wants the password', 'credential-or-code-request', 'yes'],
    ['the director left a voice note asking me to push a payment through', 'payment-request', 'yes'],
    ['not sure why she wants my PIN', 'credential-or-code-request', 'yes'],
    ['I do not think he wanted my PIN', 'credential-or-code-request', 'no'],
  ],
  'amounts may be spoken': [
    ['she wants two hundred and fifty pounds by Friday', 'payment-request', 'yes'],
    ['he says we owe nine hundred quid', 'payment-request', 'yes'],
    ['they are after 3 grand up front', 'payment-request', 'yes'],
  ],
  'a code is asked for, read out or typed in for them': [
    ['Tom read him the code off his phone', 'credential-or-code-request', 'yes'],
    ['the clerk read her the authentication code from the letter', 'credential-or-code-request', 'yes'],
    ['could I read them the six digits he said', 'credential-or-code-request', 'yes'],
    [
      'she needs the long number off the front and the three on the back',
      'credential-or-code-request',
      'yes',
    ],
  ],
  'not every code is a secret': [
    ['the courier wants the gate code', 'credential-or-code-request', undefined],
    ['the driver asked for our post code', 'credential-or-code-request', undefined],
    ['he gave collar number 4417 and crime reference 101', 'credential-or-code-request', undefined],
    [
      'the bank sent me a one time passcode which I typed into their site myself',
      'credential-or-code-request',
      undefined,
    ],
  ],
  'ordinary office life is no request': [
    ['could she bring my badge from their desk', 'remote-access-request', undefined],
    ['the meeting room has a broken screen', 'remote-access-request', undefined],
    ['please have the ticket closed', 'remote-access-request', undefined],
    ['the garage rang to say the van is ready', 'cash-or-courier-collection', undefined],
    ['can you reset the router on floor two', 'mfa-or-password-reset', undefined],
  ],
  'other requests, in other words': [
    ['he had me share my screen with him', 'remote-access-request', 'yes'],
    ['she wants to remote on to the till', 'remote-access-request', 'yes'],
    ['he told her to install some support app', 'software-install-request', 'yes'],
    ['a taxi is being sent round for the cash', 'cash-or-courier-collection', 'yes'],
    ['he asked for her date of birth', 'personal-or-company-data-request', 'yes'],
    ['a woman wants his wages paid into a different account', 'bank-details-change', 'yes'],
    ['she is locked out and needs a temporary password', 'mfa-or-password-reset', 'yes'],
    ['pay it in Apple cards he said', 'unusual-payment-method', 'yes'],
  ],
  'who rang whom decides whether the call was unasked for': [
    ['I rang them about my ticket', 'unsolicited', 'no'],
    ['we called the bank ourselves', 'unsolicited', 'no'],
    ['A man rang reception out of the blue', 'unsolicited', 'yes'],
  ],
  'what was only supposed is not evidence': [
    ['if he asks for the password what do I say', 'credential-or-code-request', undefined],
    ['she would have wanted remote access', 'remote-access-request', undefined],
  ],
  'a person in doubt is taken at their word': [
    ["I don't know if the number was withheld", 'withheld-number', 'unsure'],
    ['maybe the number was withheld', 'withheld-number', 'unsure'],
  ],
  'misspelt and unpunctuated words are still heard': [
    ['the numbr was witheld', 'withheld-number', 'yes'],
    ['he wants me to downlaod anydesk', 'remote-access-request', 'yes'],
    ['she wants my pasword', 'credential-or-code-request', 'yes'],
    [
      'hi so um a man rang he said he is from microsoft and he wants to get on my computer',
      'remote-access-request',
      'yes',
    ],
  ],
  'British and American words mean the same': [
    ['he called my cell phone and wants me to wire the money', 'payment-request', 'yes'],
    ['he rang my mobile and wants me to transfer the money', 'payment-request', 'yes'],
  ],
};

for (const [name, rows] of Object.entries(tables)) {
  describe(name, () => {
    for (const [story, signal, present] of rows) {
      test(`"${story}"`, () => assert.equal(presenceOf(story, signal), present, `${signal} in "${story}"`));
    }
  });
}

test('several calls in one message are all heard', () => {
  const story =
    'Yesterday BT rang and did not ask for anything. Today someone else rang and wants my password. The number was withheld.';
  assert.equal(presenceOf(story, 'credential-or-code-request'), 'yes');
  assert.equal(presenceOf(story, 'withheld-number'), 'yes');
});

test('quotes are the words of the person, unchanged', () => {
  const evidence = evidenceOf('Hello. The NUMBER was Withheld, odd?', 'withheld-number');
  assert.deepEqual(evidence?.origin, { kind: 'story', quote: 'The NUMBER was Withheld' });
});

test('of a long ramble the beginning and the end are read, and that is said', () => {
  const ramble = 'we had tea and talked about the garden. '.repeat(400);
  const heard = hear(`The number was withheld. ${ramble} Now he wants my password`, ear);
  assert.ok(ramble.length > storyCapCharacters);
  assert.equal(heard.cut, true);
  assert.equal(heard.evidence.find(({ signal }) => signal === 'withheld-number')?.present, 'yes');
  const password = heard.evidence.find(({ signal }) => signal === 'credential-or-code-request');
  assert.deepEqual(password?.origin, { kind: 'story', quote: 'Now he wants my password' });
  assert.ok(heard.read.length <= storyCapCharacters);
  assert.equal(hear('short', ear).cut, false);
});

describe('odd text is heard as nothing and never throws', () => {
  const odd = [
    '',
    ' ',
    '\u0000',
    '🙂🙂',
    '<script>alert(1)</script>',
    '((((',
    "'''''",
    '٣٤٥ مرحبا',
    'a'.repeat(100_000),
    '\u202Eabc',
    '£',
    '....',
  ];
  for (const story of odd) {
    test(JSON.stringify(story.slice(0, 20)), () => assert.ok(Array.isArray(hear(story, ear).evidence)));
  }
});

describe('the claimed authority is recognised by any of its names', () => {
  const rows: [story: string, id: string][] = [
    ['A man from Microsoft rang', 'microsoft'],
    ['Someone from HMRC called', 'hmrc'],
    ['it was the Met Police', 'met-police'],
  ];
  for (const [story, id] of rows) test(story, () => assert.equal(hear(story, ear).claim?.id, id));
});

describe('what has already happened is harm, what nearly happened is not', () => {
  const rows: [story: string, harm: readonly string[]][] = [
    ['an engineer is at the desk, let him in?', []],
    ['I let him in the computer, is that bad?', ['remote-access']],
    ['he wants me to install something and he says it is urgent', []],
    ['I gave him the code', ['credentials']],
    ['I nearly gave him the code', []],
    ["I didn't give him the code", []],
    ['should I give him the code', []],
    ['I let him on my computer', ['remote-access']],
    ['Sam read her the password over the phone', ['credentials']],
    ['he told me to give him the code', []],
    ['could I give him the code', []],
    ['he wants me to download a tool called AnyDesk', []],
    ['I downloaded the thing he sent', ['software']],
    ['accounts transferred £4,000 to them already', ['money']],
    ['he asked me to transfer £4,000', []],
    ['she gave him her date of birth', ['data']],
  ];
  for (const [story, harm] of rows) test(story, () => assert.deepEqual(hear(story, ear).harm, harm));
});
