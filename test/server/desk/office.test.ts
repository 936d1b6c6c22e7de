import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as api from '../../../src/handoff/desk/api.ts';
import { codeOf, raiseDesk } from './stage.ts';

describe('alerts', () => {
  it('are cases that waited too long, letters that were not sent, and knowledge that is out of date', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    stage.dead.push(letterAbout(id, stage.clock.now));
    const lead = await stage.enter('Lee', 'lead');
    const read = async (): Promise<string[]> => {
      const { alerts } = api.AlertList.parse(await (await lead.get('/desk/api/alerts')).json());
      return [...new Set(alerts.map(({ kind }) => kind))];
    };
    assert.deepEqual(await read(), ['dead-letter']);
    stage.clock.pass(6);
    assert.deepEqual(await read(), ['clock-missed', 'dead-letter']);
    stage.clock.pass(29);
    stage.clock.pass(5 * 365 * 24 * 60);
    const later = await stage.enter('Lee', 'lead');
    const { alerts } = api.AlertList.parse(await (await later.get('/desk/api/alerts')).json());
    assert.ok(alerts.some(({ kind }) => kind === 'knowledge-overdue'));
  });
});

describe('a letter that was not sent', () => {
  it('is sent again by a lead, once, and that is written down', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    stage.dead.push(letterAbout(id, stage.clock.now));
    const lead = await stage.enter('Lee', 'lead');
    const listed = api.DeadLetterList.parse(await (await lead.get('/desk/api/dead-letters')).json());
    assert.deepEqual(
      listed.deadLetters.map((one) => [one.id, one.kind]),
      [['L1', 'case-opened']],
    );
    assert.equal((await lead.post('/desk/api/dead-letters/L1/retry')).status, 200);
    assert.deepEqual(await codeOf(await lead.post('/desk/api/dead-letters/L1/retry')), [404, 'not-found']);
    const audit = api.AuditList.parse(await (await lead.get(`/desk/api/audit?about=${id}`)).json());
    assert.deepEqual(
      audit.entries.map(({ what, name }) => [what, name]),
      [['sent-again', 'Lee']],
    );
  });
});

describe('insights', () => {
  it('are figures and a table for a spreadsheet, and exporting is written down', async (t) => {
    const stage = await raiseDesk(t);
    await stage.openCase();
    const lead = await stage.enter('Lee', 'lead');
    const insights = api.Insights.parse(await (await lead.get('/desk/api/insights')).json());
    assert.deepEqual([insights.from, insights.to], ['2026-08-31', '2026-11-21']);
    assert.equal(
      insights.callsPerWeek.reduce((sum, { count }) => sum + count, 0),
      1,
    );
    const past = await lead.get('/desk/api/insights?from=2025-01-01&to=2025-02-01');
    assert.deepEqual(api.Insights.parse(await past.json()).callsPerWeek, []);
    const csv = await lead.get('/desk/api/insights.csv?table=outcomes');
    assert.equal(csv.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.match(
      csv.headers.get('content-disposition') ?? '',
      /^attachment; filename="callcheck-outcomes.csv"$/,
    );
    assert.match(await csv.text(), /answer,count\r\nscam,0/);
    const [last] = await stage.storage.readAudit({ clients: 'all', reader: '', limit: 1 });
    assert.deepEqual([last?.what, last?.about, last?.who], ['exported', 'outcomes', 'p-Lee']);
    for (const query of ['insights?from=yesterday', 'insights.csv?table=people', 'insights.csv'])
      assert.deepEqual(await codeOf(await lead.get(`/desk/api/${query}`)), [400, 'not-understood'], query);
  });
});

function letterAbout(id: string, at: Date) {
  return {
    id: 'L1',
    target: 'email',
    case: id,
    topic: 'case-opened',
    attempts: 9,
    deadAt: at.toISOString(),
    lastError: 'The server does not answer.',
  };
}
