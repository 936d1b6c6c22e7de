import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { faultsOf, refuse, type Case } from './faults.ts';
import { exchange, makeFolder, priorityRows, wellFiles } from './folder.ts';

const scam = 'scams/toner-call.yaml';
const signal = 'signals/payment-request.yaml';
const question = 'questions/payment.yaml';

const broken: Case[] = [
  {
    name: 'advice for an authority and a signal that are not there',
    changes: exchange(
      'advice/another-phone.yaml',
      'order: 10',
      'authorities: [bank]\nsignals: [payment-reqest]\norder: 10',
    ),
    faults: [
      ['advice/another-phone.yaml:5', /"bank" is not in authorities/],
      ['advice/another-phone.yaml:6', /"payment-reqest" is not in signals .* did you mean/],
    ],
  },
  {
    name: 'a name that no other file has',
    changes: exchange(scam, 'payment-request: core', 'payment-reqest: core'),
    faults: [[`${scam}:7`, /"payment-reqest" is not in signals .* did you mean "payment-request"\?/]],
  },
  {
    name: 'an authority and a route that are not there',
    changes: {
      ...exchange(scam, 'claimedAuthorities: [office-supplier]', 'claimedAuthorities: [office-suplier]'),
      [question]: exchange(question, 'authority: office-supplier', 'authority: bank')[question],
      'reporting/report-fraud.yaml': undefined,
      'reporting/action-fraud.yaml': wellFiles['reporting/report-fraud.yaml'],
    },
    faults: [
      [`${question}:10`, /"bank" is not in authorities/],
      [`${scam}:5`, /"office-suplier" is not in authorities .* did you mean "office-supplier"\?/],
      [`${scam}:25`, /"report-fraud" is not in reporting .* did you mean "action-fraud"\?/],
    ],
  },
  {
    name: 'signals that a question names and nobody knows',
    changes: exchange(question, 'settles: [payment-request]', 'settles: [payment-request, hurry]'),
    faults: [[`${question}:5`, /"hurry" is not in signals/]],
  },
  {
    name: 'a table of priorities that leaves some case without one',
    changes: {
      'priorities.yaml': priorityRows(
        "priority: P1, when: { harm: ['yes', unsure] }",
        'priority: P4, when: { live: [unsure] }',
      ),
    },
    faults: [['priorities.yaml:1', /no row fits a case with harm no, live yes, verdict stop-scam/]],
  },
  {
    name: 'harm that comes second',
    changes: {
      'priorities.yaml': priorityRows(
        "priority: P2, when: { live: ['yes'] }",
        "priority: P1, when: { harm: ['yes', unsure] }",
        'priority: P4, when: {}',
      ),
    },
    faults: [['priorities.yaml:2', /less than P1 to a case with harm yes, live yes/]],
  },
  {
    name: 'a priority that no case gets to',
    changes: {
      'priorities.yaml': priorityRows('priority: P1, when: {}', "priority: P2, when: { live: ['yes'] }"),
    },
    faults: [['priorities.yaml:3', /no case gets to this row/]],
  },
  {
    name: 'a priority that rests on words',
    changes: {
      'priorities.yaml': priorityRows('priority: P1, when: { words: [urgent] }', 'priority: P4, when: {}'),
    },
    faults: [['priorities.yaml:2', /"words" is not a field here/]],
  },
  {
    name: 'no list of what to collect',
    changes: { 'collect.yaml': undefined },
    faults: [['collect.yaml:1', /is missing/]],
  },
];

suite('files that do not go together are refused', () => {
  refuse(broken);

  test('without blaming the files that name a broken one', async (context) => {
    const told = await faultsOf(await makeFolder(context, { [signal]: 'title: [' }));
    assert.deepEqual(
      told.filter((line) => !line.startsWith(signal)),
      [],
    );
  });
});
