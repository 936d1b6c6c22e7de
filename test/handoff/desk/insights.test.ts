import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { insightTables } from '../../../src/handoff/desk/api.ts';
import { countInsights } from '../../../src/handoff/desk/insights.ts';
import { writeCsv } from '../../../src/handoff/desk/insights-csv.ts';
import type { VersionedCase } from '../../../src/storage/desk-port.ts';
import { caseOf, readOf } from '../../storage/samples.ts';

const days = { from: '2026-03-01', to: '2026-04-30' };
const facts = {
  zone: 'Europe/London',
  clockOf: ({ priority }: VersionedCase) => ({
    dueAt: null,
    share: 0,
    state: priority === 'P1' ? ('met' as const) : ('missed' as const),
  }),
  overdue: [{ kind: 'scam', id: 'a', title: 'A', reviewBy: '2026-01-01' }],
};

describe('insights', () => {
  it('count by the week of the office, in summer time too', () => {
    const cases = [
      told({ openedAt: '2026-03-29T22:59:00.000Z' }, 'Refund'),
      told({ openedAt: '2026-03-29T23:00:00.000Z' }, 'Refund'),
      told({ openedAt: '2026-04-05T22:59:00.000Z' }, 'Refund'),
      told({ openedAt: '2026-04-05T22:59:00.000Z' }, undefined),
    ];
    assert.deepEqual(countInsights(days, cases, facts).callsPerWeek, [
      { week: '2026-03-23', scam: 'Refund', count: 1 },
      { week: '2026-03-30', scam: 'Refund', count: 2 },
      { week: '2026-03-30', scam: null, count: 1 },
    ]);
  });

  it('count a claim under its commonest spelling', () => {
    const cases = ['HMRC', 'hmrc ', 'HMRC', 'a bank', ''].map((claimed) => told({}, undefined, claimed));
    assert.deepEqual(countInsights(days, cases, facts).byAuthority, [
      { authority: 'HMRC', count: 3 },
      { authority: 'a bank', count: 1 },
    ]);
  });

  it('give the middle time to a first answer, and how many were in time', () => {
    const answered = (minutes: number, priority: string): VersionedCase =>
      told({ priority, openedAt: at(0), acceptedAt: at(minutes) });
    const cases = [answered(1, 'P1'), answered(2, 'P1'), answered(4, 'P1'), answered(90, 'P2'), told({})];
    assert.deepEqual(countInsights(days, cases, facts).firstAnswer, [
      { week: '2026-03-02', medianMinutes: 3, withinLevel: 75 },
    ]);
  });

  it('count what technicians said, and nothing when nobody did', () => {
    const closed = (outcome: string, botWasRight: string): VersionedCase =>
      told({ closing: { outcome, botWasRight, note: '' } });
    const counted = countInsights(
      days,
      [closed('scam', 'yes'), closed('scam', 'no'), told({}), told({ closing: {} })],
      facts,
    );
    assert.deepEqual(counted.verdicts, { right: 1, wrong: 1, unsure: 0 });
    assert.deepEqual(counted.outcomes, { scam: 2, genuine: 0, sales: 0, unsure: 0 });
    assert.deepEqual(countInsights(days, [], facts).firstAnswer, []);
  });

  for (const claimed of ['=cmd|calc', '+44 20', '-1', '@SUM(1)', '\t=1'])
    it(`leave no formula in a spreadsheet: ${JSON.stringify(claimed)}`, () => {
      const csv = writeCsv('byAuthority', {
        ...countInsights(days, [], facts),
        byAuthority: [{ authority: claimed, count: 1 }],
      });
      const [, row = ''] = csv.split('\r\n');
      assert.match(row, /^"?'/);
    });

  it('become a table each', () => {
    const insights = countInsights(days, [told({ acceptedAt: at(1) }, 'Refund', 'a bank, "ours"')], facts);
    for (const table of insightTables) assert.ok(writeCsv(table, insights).split('\r\n').length >= 3, table);
    assert.match(writeCsv('byAuthority', insights), /"a bank, ""ours""",1/);
  });
});

function told(changes: Partial<VersionedCase>, scam?: string, claimed?: string): VersionedCase {
  const judgement = scam && {
    verdict: 'stop-scam',
    requestRisk: 'high',
    identity: 'unproved',
    reasons: [],
    scam: { id: 'x', title: scam },
    wouldChange: [],
  };
  const brief = { judgement, caller: { claimed, numbers: [], withheld: false } };
  return { ...readOf(caseOf('c1', { openedAt: at(0), brief })), ...changes };
}

function at(minutes: number): string {
  return new Date(Date.UTC(2026, 2, 4, 9, minutes)).toISOString();
}
