import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withApi } from '../../../src/server/api/reach.ts';
import { Assessment, CaseReceipt, CaseView } from '../../../src/server/api/schemas.ts';
import { bodyOf, noon, raiseApi, story } from './stage.ts';

const ticket = { 'idempotency-key': 'T-1001' };

describe('POST /api/v1/assess', () => {
  it('judges a story as the command does, and keeps nothing of it', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system({ scopes: ['assess'] });
    const answer = Assessment.parse(await bodyOf(await system.post('/api/v1/assess', { story }), 200));
    assert.equal(answer.verdict, 'stop-scam');
    assert.ok(answer.reasons.length > 0 && answer.advice.steps.length > 0 && answer.advice.say.length === 2);
    assert.deepEqual(
      answer.numbers.map(({ number, ring }) => [number, ring]),
      [['0161 496 0123', false]],
    );
    assert.deepEqual(await stage.storage.listCases({ clients: 'all' }), []);
    assert.doesNotMatch(stage.logged(), /AnyDesk|Microsoft/);
  });

  it('answers nothing that its document does not describe', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    for (const told of [
      story,
      'My printer is out of paper',
      'My bank rang. I gave them the code and he has my card.',
    ]) {
      const answer = await bodyOf(await system.post('/api/v1/assess', { story: told }), 200);
      assert.deepEqual(Assessment.parse(answer), answer);
    }
  });
});

describe('POST /api/v1/cases', () => {
  it('opens a case in a conversation of its own, with its timeline, outbox and audit', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const body = { story, person: { id: 'priya@example.org', name: 'Priya Nair', contact: 'extension 204' } };
    const answer = await system.post('/api/v1/cases', body, ticket);
    const { case: receipt } = CaseReceipt.parse(await bodyOf(answer, 201));
    assert.equal(answer.headers.get('location'), `/api/v1/cases/${receipt.id}`);
    assert.deepEqual([receipt.status, receipt.verdict, receipt.openedAt], ['waiting', 'stop-scam', noon]);
    const found = await stage.storage.readCase(receipt.id);
    assert.ok(found);
    assert.deepEqual([found.client, found.conversation], ['main', `api:${system.id}:T-1001`]);
    assert.deepEqual(
      found.events.map(({ kind }) => kind),
      ['opened'],
    );
    const due = await stage.storage.claimOutbox('2100-01-01T00:00:00.000Z', 9, 1000);
    assert.deepEqual(
      due.map(({ target, topic }) => [target, topic]),
      [['email', 'case-opened']],
    );
    const audit = await stage.storage.readAudit({ clients: 'all', reader: '', about: receipt.id, limit: 9 });
    assert.deepEqual(
      audit.map(({ who, what }) => [who, what]),
      [[`key:${system.id}`, 'opened']],
    );
  });

  it('opens one case however often and however fast the same is sent', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => system.post('/api/v1/cases', { story }, ticket)),
    );
    const statuses = answers.map(({ status }) => status).toSorted((one, other) => other - one);
    assert.deepEqual(statuses, [201, ...Array.from({ length: 11 }, () => 200)]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    assert.equal(new Set(bodies).size, 1);
    await stage.restart();
    assert.equal((await system.post('/api/v1/cases', { story }, ticket)).status, 200);
    assert.equal((await stage.storage.listCases({ clients: 'all' })).length, 1);
  });

  it('keeps the same word of two systems apart', async (t) => {
    const stage = await raiseApi(t);
    const [one, other] = [await stage.system(), await stage.system({ client: 'other' })];
    for (const system of [one, other])
      assert.equal((await system.post('/api/v1/cases', { story }, ticket)).status, 201);
    assert.equal((await stage.storage.listCases({ clients: ['other'] })).length, 1);
  });

  it('hides codes and card numbers before anything is kept', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const told = `${story}. The code is 482913 and my card is 4111 1111 1111 1111.`;
    await bodyOf(
      await system.post('/api/v1/cases', { story: told, person: { contact: 'PIN: 4821' } }, ticket),
      201,
    );
    const cases = await stage.storage.listCases({ clients: 'all' });
    const said = await stage.storage.messagesAfter(cases[0]?.conversation ?? '', 0);
    const kept = JSON.stringify([cases, said]) + stage.logged();
    assert.doesNotMatch(kept, /482913|4111|4821/);
    assert.match(kept, /\[hidden\]/);
  });

  it('takes a story that reads like a command as a story', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const receipt = CaseReceipt.parse(
      await bodyOf(await system.post('/api/v1/cases', { story: 'start again' }, ticket), 201),
    );
    const view = CaseView.parse(await bodyOf(await system.get(`/api/v1/cases/${receipt.case.id}`), 200));
    assert.equal(view.case.story, 'start again');
  });
});

describe('GET /api/v1/cases/{id}', () => {
  it('follows a case to its end, with what was answered', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const body = { story, person: { name: 'Priya Nair', contact: 'extension 204' } };
    const receipt = CaseReceipt.parse(await bodyOf(await system.post('/api/v1/cases', body, ticket), 201));
    const { id } = receipt.case;
    const read = async () => CaseView.parse(await bodyOf(await system.get(`/api/v1/cases/${id}`), 200)).case;
    const opened = await read();
    assert.deepEqual(
      [
        opened.status,
        opened.story,
        opened.person.name,
        opened.person.contact,
        opened.technician,
        opened.outcome,
      ],
      ['waiting', story, 'Priya Nair', 'extension 204', null, null],
    );
    assert.ok(opened.actions.length > 0 && opened.scam !== null);
    await stage.act(id, { kind: 'join', takeOver: false });
    await stage.act(id, { kind: 'say', text: 'Tell her to hang up.', files: [] });
    await stage.act(id, {
      kind: 'close',
      closing: { outcome: 'scam', botWasRight: 'yes', note: 'secret note' },
    });
    const closed = await read();
    assert.deepEqual([closed.status, closed.technician, closed.outcome], ['closed', 'Sam', 'scam']);
    assert.ok(
      closed.messages.some(
        ({ from, name, text }) => from === 'technician' && name === 'Sam' && text === 'Tell her to hang up.',
      ),
    );
    assert.ok(closed.messages.every(({ text }) => text !== story));
    assert.doesNotMatch(JSON.stringify(closed), /secret note/);
  });

  it('shows a case that was told in a chat, but not the chat', async (t) => {
    const stage = await raiseApi(t);
    const id = await stage.openInChat();
    const system = await stage.system({ scopes: ['cases:read'] });
    const { case: view } = CaseView.parse(await bodyOf(await system.get(`/api/v1/cases/${id}`), 200));
    assert.deepEqual([view.id, view.person.name, view.messages], [id, 'Priya Nair', []]);
  });
});

describe('what a technician says in a case of the interface', () => {
  it('needs no channel; everything else still goes to its own', async () => {
    const reached: string[] = [];
    const reach = withApi({
      deliver: async ({ conversation }) => void reached.push(conversation),
      typing: async ({ conversation }) => void reached.push(`${conversation} typing`),
    });
    const rest = { activity: 'a', language: 'en-GB', client: 'main' };
    for (const [conversation, reference] of [
      ['api:k:1', { channel: 'api', key: 'k' }],
      ['c1', { channel: 'webchat', key: 'k' }],
      ['api:k:2', null],
    ] as const) {
      await reach.deliver({ conversation, reference, ...rest }, []);
      await reach.typing({ conversation, reference }, 'Sam');
    }
    assert.deepEqual(reached, ['c1', 'c1 typing', 'api:k:2', 'api:k:2 typing']);
  });
});

describe('a key', () => {
  it('says when it was used last, to the minute', async (t) => {
    const stage = await raiseApi(t);
    const system = await stage.system();
    const used = async () => (await stage.storage.readKey(system.id))?.lastUsedAt;
    assert.equal(await used(), null);
    await system.post('/api/v1/assess', { story });
    assert.equal(await used(), noon);
    stage.clock.pass(0.5);
    await system.post('/api/v1/assess', { story });
    assert.equal(await used(), noon);
    stage.clock.pass(1);
    await system.post('/api/v1/assess', { story });
    assert.equal(await used(), stage.clock.now.toISOString());
  });
});
