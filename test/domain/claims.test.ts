import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Presence } from '../../src/domain/evidence.ts';
import { hear } from '../../src/domain/listening/hear.ts';
import { prepare } from '../../src/domain/prepare.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const { ear } = prepare(await loadedKnowledge());
const presenceOf = (story: string, signal: string): Presence | undefined =>
  hear(story, ear).evidence.find((item) => item.signal === signal)?.present;

type Row = [story: string, signal: string, present: Presence | undefined];

const tables: Record<string, Row[]> = {
  'nobody and nothing may stand after what did not happen': [
    ['He threatened nobody', 'threat', 'no'],
    ['She threatened no one at all', 'threat', 'no'],
    ['He wants the code, nothing else', 'credential-or-code-request', 'yes'],
    ['He asked for the code and nothing else', 'credential-or-code-request', 'yes'],
    ['He wants payment for toner nobody ordered', 'payment-request', 'yes'],
    ['The caller wanted nothing', 'payment-request', 'no'],
    ['Nothing was asked for', 'payment-request', 'no'],
  ],
  'money that they would give us is not asked for': [
    ['A firm rang, they want to pay us what they owe', 'payment-request', 'no'],
    ['She asked me to lend her money', 'payment-request', 'yes'],
    ['He wants us to take money out', 'payment-request', 'yes'],
  ],
  'bank details that stay are no change': [
    ['They rang about an invoice, bank details are unchanged', 'bank-details-change', 'no'],
    ['He said the account number stays the same', 'bank-details-change', 'no'],
    ['They say the bank details are not the same any more', 'bank-details-change', 'yes'],
    ['Same supplier as always but new bank details', 'bank-details-change', 'yes'],
  ],
  'the code of a door is a way in': [
    ['Someone rang for the door code', 'personal-or-company-data-request', 'yes'],
    ['He wants the wifi password', 'personal-or-company-data-request', 'yes'],
    ['I need the wifi password', 'personal-or-company-data-request', undefined],
    ['Someone rang for the door code', 'credential-or-code-request', undefined],
  ],
  'who wants to connect wants in': [
    ['The pop up said ring, now they need to connect', 'remote-access-request', 'yes'],
    ['Someone wants to connect with me on LinkedIn', 'remote-access-request', undefined],
  ],
  'a caller who is gone when somebody would check does not want to be rung': [
    ['He put the phone down when I asked for his name', 'refuses-callback', 'yes'],
    ["I said I'd call the bank myself and he hung up", 'refuses-callback', 'yes'],
    ['I put the phone down when she was rude', 'refuses-callback', undefined],
  ],
  'a body, firm or role that rang is a claim, also when no list has its name': [
    ['Someone from Garrick Lettings rang about the flat', 'claimed-authority', 'yes'],
    ['Garrick Lettings rang our front desk', 'claimed-authority', 'yes'],
    ['IT rang about my desktop', 'claimed-authority', 'yes'],
    ['the licence lady rang this morning', 'claimed-authority', 'yes'],
    ['He introduced himself as an inspector', 'claimed-authority', 'yes'],
    ['She claimed to be from Garrick Lettings', 'claimed-authority', 'yes'],
    ['He identified himself as a constable from the Met Police', 'claimed-authority', 'yes'],
    ['Booking.com rang the night porter', 'claimed-authority', 'yes'],
  ],
  'whom somebody who speaks is from may be told in passing': [
    ['Builder for the roof. He says stage two is due', 'claimed-authority', 'yes'],
    ['Linen supplier, wants a card on file', 'claimed-authority', 'yes'],
    ['the surveyor told me to leave the loft open', 'claimed-authority', 'yes'],
    ['could the council website be unblocked', 'claimed-authority', undefined],
    ['our accountant is on leave until May', 'claimed-authority', undefined],
    ['he says it is raining', 'claimed-authority', undefined],
  ],
  'a name that did not ring is no claim': [
    ['I rang Garrick Lettings about the flat', 'claimed-authority', undefined],
    ['Microsoft Word keeps closing', 'claimed-authority', undefined],
    ['The spreadsheet from HMRC opens read only', 'claimed-authority', undefined],
    ['my mum rang', 'claimed-authority', undefined],
    ['it rang at lunch', 'claimed-authority', undefined],
    ['a man rang from a withheld number', 'claimed-authority', undefined],
  ],
  'a call that came to us was not asked for, unless the story says so': [
    ['Garrick Lettings rang our front desk', 'unsolicited', 'yes'],
    ['I had a call from a woman about insurance', 'unsolicited', 'yes'],
    ['BT rang me back about my fault', 'unsolicited', 'no'],
    ['The bank rang, as I had asked for a call', 'unsolicited', 'no'],
    ["Callers say they can't hear the hold music", 'unsolicited', undefined],
  ],
  'the signs of an honest call are what was done or offered, not words that sound like it': [
    ['We rang the switchboard and got her', 'staff-rang-them', 'yes'],
    ['I rang the number on the back of my card', 'staff-rang-them', 'yes'],
    ['a man who said he was the police rang our switchboard', 'staff-rang-them', undefined],
    ['a man who said he was the police rang our switchboard', 'invites-check', undefined],
    ['He told me to ring the number on my card', 'staff-rang-them', undefined],
    ['He told me to ring the number on my card', 'invites-check', 'yes'],
    ['He told me to ring the number on my card', 'caller-supplied-callback-number', 'no'],
    ['I raised a ticket about it on Monday', 'prior-arrangement', 'yes'],
    ['he says we agreed on tape', 'prior-arrangement', 'no'],
    ['two approvers sign it in the portal', 'usual-process', 'yes'],
    ['She said our confirmation statement had failed', 'confirmed-elsewhere', undefined],
  ],
  'a number read out as proof is not a sale or a number to ring': [
    ['He offered me the security identification number of my computer', 'fake-identifier', 'yes'],
    ['He offered me the security identification number of my computer', 'sales-pitch', undefined],
    ['there is a collar number on the form', 'fake-identifier', undefined],
    ['He gave a collar number', 'caller-supplied-callback-number', undefined],
  ],
  'the signs of a scam that our own people can see': [
    ['Nobody here remembers ordering it', 'denied-elsewhere', 'yes'],
    ['never heard of them', 'denied-elsewhere', 'yes'],
    ['he stayed on while I typed', 'kept-on-the-line', 'yes'],
    ['the email came from a gmail address', 'details-do-not-match', 'yes'],
  ],
  'hurry, threat and secrecy come from the caller': [
    ['it has to be paid by noon or they cut us off', 'urgency', 'yes'],
    ['it has to be paid by noon or they cut us off', 'threat', 'yes'],
    ['there is no rush, she said', 'urgency', 'no'],
    ['the wifi is fine', 'threat', undefined],
    ['otherwise the account is frozen', 'threat', 'yes'],
    ['he asked me to write it down', 'threat', undefined],
    ['a lady from the hotel bar rang', 'threat', undefined],
    ['it was tonight or never', 'urgency', 'yes'],
    ['ring the number on the back of the card', 'caller-supplied-callback-number', undefined],
    ['a recording said press one', 'caller-supplied-callback-number', 'yes'],
    ['Double glazing company rang', 'too-good-offer', undefined],
    ['she says we are due a tax rebate', 'too-good-offer', 'yes'],
    ['she said not to tell my manager', 'secrecy', 'yes'],
    ['she said never tell anyone the code', 'secrecy', 'no'],
    ['he left a voice note that it has to be paid by noon', 'urgency', 'yes'],
  ],
};

for (const [name, rows] of Object.entries(tables)) {
  describe(name, () => {
    for (const [story, signal, present] of rows) {
      test(`${signal} in "${story}"`, () => assert.equal(presenceOf(story, signal), present));
    }
  });
}

describe('the authority is the one that is told of, and no body in passing', () => {
  const rows: [story: string, authority: string | undefined][] = [
    ['TV licence lady, wants a card number', 'tv-licensing'],
    ['Someone from the jury office rang', 'courts'],
    ['Welsh Water: there is a leak, she said', 'water-company'],
    ['Garrick Lettings rang, they have a new bank', undefined],
    ['Tom rang me, I said ring the bank', undefined],
  ];
  for (const [story, authority] of rows)
    test(story, () => assert.equal(hear(story, ear).claim?.id, authority));
});
