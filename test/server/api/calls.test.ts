import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CallReceipt, CaseReceipt, CaseView } from '../../../src/server/api/schemas.ts';
import { bodyOf, eventually, raiseApi, refusalOf, story } from './stage.ts';

const call = {
  id: 'pbx-42',
  number: '+44 161 496 0123',
  start: '2026-11-21T12:50:00+01:00',
  end: '2026-11-21T12:59:00+01:00',
  extension: '204',
  recording: 'https://pbx.example.org/recordings/42',
};

describe('a call record', () => {
  it('goes to the case that was told while it lasted, with its timeline, outbox and audit', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system({ name: 'The exchange' });
    stage.clock.pass(-5);
    const id = await stage.openInChat();
    await stage.storage.claimOutbox('2100-01-01T00:00:00.000Z', 9, 1000);
    const receipt = CallReceipt.parse(await bodyOf(await system.post('/api/v1/calls', call), 201)).call;
    assert.equal(receipt.case, id);
    const found = await stage.storage.readCase(id);
    const event = found?.events.at(-1);
    assert.deepEqual([event?.kind, event?.by], ['call-record', 'The exchange']);
    assert.deepEqual(event?.detail, {
      call: receipt.id,
      number: '+44 161 496 0123',
      direction: 'inbound',
      start: '2026-11-21T11:50:00.000Z',
      end: '2026-11-21T11:59:00.000Z',
      extension: '204',
      person: null,
      recording: 'https://pbx.example.org/recordings/42',
    });
    assert.deepEqual([found?.status, found?.version], ['waiting', 2]);
    const audit = await stage.storage.readAudit({ clients: 'all', reader: '', about: id, limit: 9 });
    assert.deepEqual(
      audit.map(({ who, what }) => [who, what]),
      [[`key:${system.id}`, 'call-record']],
    );
    const view = CaseView.parse(await bodyOf(await system.get(`/api/v1/cases/${id}`), 200));
    assert.deepEqual(
      view.case.calls.map((one) => one.id),
      [receipt.id],
    );
  });

  it('is told outside in the order of the case', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    stage.clock.pass(-5);
    await stage.openInChat();
    await bodyOf(await system.post('/api/v1/calls', call), 201);
    const topics: string[] = [];
    for (;;) {
      const [row] = await stage.storage.claimOutbox('2100-01-01T00:00:00.000Z', 9, 1000);
      if (row === undefined) break;
      topics.push(row.topic);
      await stage.storage.settleOutbox(row, { kind: 'delivered', at: stage.clock.now.toISOString() });
    }
    assert.deepEqual([topics[0], topics.at(-1)], ['case-opened', 'case-call-record']);
  });

  it('waits for the case that is opened later, in a chat', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    assert.equal(
      CallReceipt.parse(await bodyOf(await system.post('/api/v1/calls', call), 201)).call.case,
      null,
    );
    stage.clock.pass(90);
    const id = await stage.openInChat();
    await eventually(async () => (await stage.storage.callsOf(id)).length === 1);
    assert.equal(
      CallReceipt.parse(await bodyOf(await system.post('/api/v1/calls', call), 200)).call.case,
      id,
    );
  });

  it('waits for the case that is opened later, by another system, and finds it by the extension', async (t) => {
    const stage = await raiseApi(t);
    const [exchange, tickets] = [await stage.system(), await stage.system()];
    await bodyOf(await exchange.post('/api/v1/calls', { ...call, number: 'Anonymous' }), 201);
    const told = { story: 'Somebody rang and asked for our bank card.', person: { contact: 'ext. 204' } };
    const opened = CaseReceipt.parse(
      await bodyOf(await tickets.post('/api/v1/cases', told, { 'idempotency-key': '1' }), 201),
    );
    const [kept] = await eventually(async () => {
      const calls = await stage.storage.callsOf(opened.case.id);
      return calls.length > 0 && calls;
    });
    assert.equal(kept?.number, null);
  });

  it('finds its case after a restart, when the server died before it could', async (t) => {
    const stage = await raiseApi(t, { bulletin: { tell: () => undefined, follow: () => () => undefined } });
    const system = await stage.system();
    await bodyOf(await system.post('/api/v1/calls', call), 201);
    const id = await stage.openInChat();
    assert.deepEqual(await stage.storage.callsOf(id), []);
    await stage.restart();
    await eventually(async () => (await stage.storage.callsOf(id)).length === 1);
  });

  it('is attached once, however often and however fast it is told', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const id = await stage.openInChat();
    const answers = await Promise.all(Array.from({ length: 10 }, () => system.post('/api/v1/calls', call)));
    assert.deepEqual(answers.filter(({ status }) => status === 201).length, 1);
    assert.ok(answers.every(({ status }) => status < 300));
    const events = (await stage.storage.readCase(id))?.events ?? [];
    assert.equal(events.filter(({ kind }) => kind === 'call-record').length, 1);
    assert.equal((await stage.storage.callsOf(id)).length, 1);
  });

  it('without a name of its own is known by number, time and extension', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const { id: _id, ...nameless } = call;
    assert.equal((await system.post('/api/v1/calls', nameless)).status, 201);
    assert.equal((await system.post('/api/v1/calls', nameless)).status, 200);
    assert.equal((await system.post('/api/v1/calls', { ...nameless, extension: '205' })).status, 201);
  });

  it('that is told otherwise later is refused, and stays as it was', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    await bodyOf(await system.post('/api/v1/calls', call), 201);
    for (const change of [{ number: 'withheld' }, { extension: '205' }, { end: undefined }])
      assert.deepEqual(await refusalOf(await system.post('/api/v1/calls', { ...call, ...change })), [
        409,
        'conflict',
      ]);
    const waiting = await stage.storage.waitingCalls('main', '2000', '3000');
    assert.deepEqual(
      waiting.map(({ number }) => number),
      ['+44 161 496 0123'],
    );
  });

  it('is refused when it cannot be true, or is not what a telephone system knows', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    for (const [name, change] of [
      ['ends before it starts', { end: '2026-11-21T11:00:00Z' }],
      ['lasts more than a day', { end: '2026-11-23T11:00:00Z' }],
      ['has no time zone', { start: '2026-11-21T11:50:00' }],
      ['has no number and does not say so', { number: undefined }],
      ['has letters for a number', { number: 'sip:bob@example.org' }],
      ['has a number without digits', { number: '+() -' }],
      ['has a recording that is no https address', { recording: 'http://pbx.example.org/1' }],
      ['has a script for a recording', { recording: 'javascript:alert(1)//https://x' }],
      ['goes in no direction', { direction: 'sideways' }],
    ] as const)
      assert.deepEqual(
        await refusalOf(await system.post('/api/v1/calls', { ...call, ...change })),
        [400, 'not-understood'],
        name,
      );
    assert.deepEqual(await stage.storage.waitingCalls(undefined, '2000', '3000'), []);
  });

  it('is withheld in every word that telephone systems have for it', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const words = [
      'withheld',
      'Anonymous',
      'anonymous@anonymous.invalid',
      'Private',
      'UNKNOWN',
      'unavailable',
    ];
    for (const number of words)
      await bodyOf(await system.post('/api/v1/calls', { ...call, id: number, number }), 201);
    const kept = await stage.storage.waitingCalls('main', '2000', '3000');
    assert.deepEqual(
      kept.map(({ number }) => number),
      words.map(() => null),
    );
  });

  it('of one who said that the number was withheld is joined by that, when nothing else fits', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const id = await stage.openInChat({
      story: `A withheld number. ${story.replace(' on 0161 496 0123', '')}`,
    });
    const receipt = await bodyOf(await system.post('/api/v1/calls', { ...call, number: 'withheld' }), 201);
    assert.equal(CallReceipt.parse(receipt).call.case, id);
  });
});
