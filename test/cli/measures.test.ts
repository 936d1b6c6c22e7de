import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { areaUnderCurve, measureDecision, median } from '../../src/cli/evaluation/measures.ts';
import { answerTruthfully } from '../../src/cli/interview/truthful.ts';
import { fit, judge } from '../../src/cli/training/logistic.ts';
import { layOutRows } from '../../src/cli/training/matrix.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const { questions } = await loadedKnowledge();
const scam = (risk: number) => ({ risk, isScam: true });
const genuine = (risk: number) => ({ risk, isScam: false });
const decided = (stopped: boolean, isScam: boolean) => ({ risk: 0, stopped, isScam });

const answer = (id: string, labels: Record<string, boolean | null>) => {
  const question = questions.find((each) => each.id === id);
  assert.ok(question);
  return answerTruthfully(question, labels).choices;
};

describe('the area under the curve is the chance that a scam has more risk than a genuine call', () => {
  const rows: [name: string, cases: { risk: number; isScam: boolean }[], area: number][] = [
    ['all in order', [scam(0.9), scam(0.8), genuine(0.2)], 1],
    ['all the wrong way', [scam(0.1), genuine(0.2)], 0],
    ['ties count half', [scam(0.5), genuine(0.5)], 0.5],
    ['three of four', [scam(0.9), scam(0.3), genuine(0.5), genuine(0.1)], 0.75],
  ];
  for (const [name, cases, area] of rows) test(name, () => assert.equal(areaUnderCurve(cases), area));
});

test('precision, recall and macro-F1 come from the four counts', () => {
  const cases = [
    decided(true, true),
    decided(true, true),
    decided(false, true),
    decided(true, false),
    decided(false, false),
  ];
  const { precision, recall, genuineStopped, macroF1 } = measureDecision(cases);
  assert.deepEqual([precision, recall, genuineStopped], [2 / 3, 2 / 3, 1 / 2]);
  assert.ok(Math.abs(macroF1 - (2 / 3 + 1 / 2) / 2) < 1e-12);
});

test('the median of an even count is the middle of the two', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});

describe('fitting finds which feature marks the label', () => {
  const matrix = layOutRows(
    Array.from({ length: 20 }, (_, at) => new Map([[at % 2 === 0 ? 'bad' : 'good', 1]])),
    3,
  );
  const lessons = Array.from(
    { length: 20 },
    (_, row) => ({ row, label: row % 2 === 0 ? 1 : 0, weight: 1 }) as const,
  );
  const riskOf = (name: string, scales: readonly number[]): number => {
    const model = fit(matrix, lessons, Float64Array.from(scales));
    return judge(new Map([[name, 1]]), model);
  };
  test('for', () => assert.ok(riskOf('bad', [1, 1]) > 0.8));
  test('and against', () => assert.ok(riskOf('good', [1, 1]) < 0.2));
  test('the same way each time', () => assert.equal(riskOf('bad', [1, 1]), riskOf('bad', [1, 1])));
  test('and leaves alone what it may not use', () =>
    assert.equal(riskOf('bad', [0, 1]), riskOf('unseen', [0, 1])));
});

describe('truthful answers come from the labels alone', () => {
  const rows: [id: string, labels: Record<string, boolean | null>, choices: string[]][] = [
    ['what-they-want', { 'credential-or-code-request': true, 'payment-request': null }, ['code']],
    ['what-they-want', { 'credential-or-code-request': true, 'payment-request': true }, ['code', 'pay']],
    ['what-they-want', { 'payment-request': null, 'remote-access-request': false }, ['not-sure']],
    ['what-they-want', { 'payment-request': false, 'remote-access-request': false }, ['nothing-yet']],
    ['number-shown', { 'withheld-number': true }, ['withheld']],
    ['number-shown', { 'withheld-number': false }, ['number']],
    ['number-shown', { 'withheld-number': null }, ['not-sure']],
    ['payment', { 'payment-request': true, 'unusual-payment-method': true }, ['odd']],
    ['payment', { 'payment-request': true, 'unusual-payment-method': null }, ['pay']],
  ];
  for (const [id, labels, choices] of rows) {
    test(`${id} ${JSON.stringify(labels)}`, () => assert.deepEqual(answer(id, labels), choices));
  }
});
