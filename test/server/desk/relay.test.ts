import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, it } from 'node:test';
import * as api from '../../../src/handoff/desk/api.ts';
import { codeOf, raiseDesk, type Browser, type Stage } from './stage.ts';

describe('the queue', () => {
  it('shows who waits, filtered and searched, and knows only what whoever asks may see', async (t) => {
    const stage = await raiseDesk(t, {
      clients: [
        { id: 'main', name: 'Acme' },
        { id: 'other', name: 'Other' },
      ],
    });
    const id = await stage.openCase();
    await stage.openCase('other', 'Somebody from HMRC rang and wants gift cards');
    const sam = await stage.enter('Sam', 'technician', ['main']);
    const all = await listed(sam);
    assert.deepEqual(
      all.cases.map(({ id: one, clientName, status, technician }) => ({
        one,
        clientName,
        status,
        technician,
      })),
      [{ one: id, clientName: 'Acme', status: 'waiting', technician: null }],
    );
    for (const [query, count] of [
      ['status=closed', 0],
      ['status=waiting,accepted', 1],
      ['mine=1', 0],
      ['client=main', 1],
      ['q=anydesk', 1],
      ['q=anydesk%20microsoft', 1],
      ['q=priya', 1],
      ['q=gift', 0],
      ['priority=P1,P2,P3,P4', 1],
    ] as const)
      assert.equal((await listed(sam, query)).cases.length, count, query);
    assert.deepEqual(await codeOf(await sam.get('/desk/api/cases?client=other')), [404, 'not-found']);
    assert.deepEqual(await codeOf(await sam.get('/desk/api/cases?status=lost')), [400, 'not-understood']);
  });
});

describe('a case', () => {
  it('is shown with all its blocks', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    await stage.openCase();
    const sam = await stage.enter('Sam');
    const found = await detail(sam, id);
    assert.match(found.brief.story, /AnyDesk/);
    assert.match(found.headline, /P\d/);
    assert.equal(found.brief.person.name, 'Priya Nair');
    assert.equal(found.related.sameClient, 1, 'the same number rang before');
    assert.equal(found.related.cases.length, 1);
    assert.deepEqual(found.tickets, [{ target: 'email', reference: 'T-1', url: null, state: 'open' }]);
    assert.equal(found.events[0]?.kind, 'opened');
    assert.deepEqual(Object.keys(found.events[0]?.detail ?? {}), ['headline', 'priority']);
  });

  it('says whether its person can be reached in Teams, and since when not', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const sam = await stage.enter('Sam');
    const { conversation, inTeams } = await detail(sam, id);
    assert.equal(inTeams, null);
    const at = '2026-11-21T10:00:00.000Z';
    const priya = {
      client: 'main',
      tenant: 't1',
      id: 'o1',
      user: '29:p',
      name: 'Priya Nair',
      language: 'en-GB',
    };
    await stage.storage.keepTeamsPerson({ ...priya, conversation, reference: {}, seenAt: at });
    assert.deepEqual((await detail(sam, id)).inTeams, { reachable: 'yes', since: at });
    const since = '2026-11-21T11:00:00.000Z';
    await stage.storage.markTeamsPerson(conversation, 'blocked', since);
    assert.deepEqual((await detail(sam, id)).inTeams, { reachable: 'blocked', since });
  });

  it('of another client is counted and never named', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const theirs = await stage.openCase('other');
    const sam = await stage.enter('Sam', 'technician', ['main']);
    const response = await sam.get(`/desk/api/cases/${id}`);
    const text = await response.text();
    const { related } = api.CaseDetail.parse(JSON.parse(text));
    assert.deepEqual(related, { sameClient: 0, elsewhere: 1, cases: [] });
    assert.ok(!text.includes(theirs));
  });

  it('is worked on: ticks, notes and priority are in the timeline, the outbox and the audit log', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const [sam, alex] = [await stage.enter('Sam Lee'), await stage.enter('Alex')];
    await withActions(stage, id);
    const { version } = await detail(sam, id);
    const ticked = await changed(
      sam.post(`/desk/api/cases/${id}/ticks`, { action: 'step-1', done: true, version }),
    );
    assert.deepEqual(ticked.ticks, [
      { action: 'step-1', at: stage.clock.now.toISOString(), by: 'Sam Lee', initials: 'SL' },
    ]);
    const late = await alex.post(`/desk/api/cases/${id}/ticks`, { action: 'step-1', done: true, version });
    const failure = api.ApiFailure.parse(await late.json());
    assert.deepEqual([late.status, failure.error.code, failure.error.by], [409, 'conflict', 'Sam Lee']);
    await changed(alex.post(`/desk/api/cases/${id}/notes`, { text: 'Rang the bank', version }));
    const priority = { priority: 'P1', why: 'The director', version };
    const stale = await alex.post(`/desk/api/cases/${id}/priority`, priority);
    assert.deepEqual(await codeOf(stale), [409, 'conflict']);
    const newest = (await detail(alex, id)).version;
    const raised = await changed(
      alex.post(`/desk/api/cases/${id}/priority`, { ...priority, version: newest }),
    );
    assert.deepEqual([raised.priority, raised.brief.priority], ['P1', 'P1']);
    assert.match(raised.headline, /^\[P1\]/);
    assert.deepEqual(
      raised.events.slice(-3).map(({ kind, by }) => [kind, by]),
      [
        ['ticked', 'Sam Lee'],
        ['internal-note', 'Alex'],
        ['priority-set', 'Alex'],
      ],
    );
    const audit = await stage.storage.readAudit({ clients: 'all', reader: '', about: id, limit: 10 });
    assert.deepEqual(
      audit.map(({ who, what }) => [who, what]),
      [
        ['p-Alex', 'priority-set'],
        ['p-Alex', 'internal-note'],
        ['p-Sam Lee', 'ticked'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(audit), /Rang the bank|The director/, 'the log outlives the case');
  });

  it('takes ten changes at once and loses none', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const sam = await stage.enter('Sam');
    const { version } = await detail(sam, id);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        sam.post(`/desk/api/cases/${id}/notes`, { text: `note ${n}`, version }),
      ),
    );
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal((await detail(sam, id)).events.filter(({ kind }) => kind === 'internal-note').length, 10);
  });
});

describe('the relay', () => {
  it('joins, says, edits and closes in the person’s own chat, in order', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const sam = await stage.enter('Sam');
    const { conversation } = await detail(sam, id);
    await done(sam.act(id, { kind: 'join', takeOver: false }));
    const said = await done(sam.act(id, { kind: 'say', text: 'Hello, I am here' }));
    await done(sam.act(id, { kind: 'edit', message: said.message, text: 'Hello, I am Sam' }));
    await stage.say(conversation, 'Thank goodness');
    const { messages } = api.MessageList.parse(
      await (await sam.get(`/desk/api/cases/${id}/messages`)).json(),
    );
    const mine = messages.find((message) => message.id === said.message);
    assert.deepEqual(
      [mine?.text, mine?.earlier.map(({ text }) => text), mine?.mine, mine?.arrived, mine?.from],
      ['Hello, I am Sam', ['Hello, I am here'], true, true, 'technician'],
    );
    assert.deepEqual([messages.at(-1)?.from, messages.at(-1)?.text], ['staff', 'Thank goodness']);
    const closing = { outcome: 'scam', botWasRight: 'yes', note: 'Uninstalled' } as const;
    const closed = await done(sam.act(id, { kind: 'close', closing }));
    assert.deepEqual([closed.case.status, closed.case.closing], ['closed', closing]);
    assert.deepEqual(
      stage.reached.map(
        ({ effects }) => effects.find(({ kind }) => kind === 'speak' || kind === 'own')?.kind ?? 'end',
      ),
      ['own', 'speak', 'speak', 'end'],
    );
    assert.deepEqual(await codeOf(await sam.act(id, { kind: 'say', text: 'more' })), [409, 'closed']);
    await done(sam.act(id, { kind: 'reopen' }));
    await done(sam.act(id, { kind: 'hand-back' }));
    assert.equal((await detail(sam, id)).status, 'waiting');
  });

  it('does a repeated act once and answers it the same', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const sam = await stage.enter('Sam');
    const key = randomUUID();
    await done(sam.act(id, { kind: 'join', takeOver: false }));
    const answers = await Promise.all([1, 2, 3].map(() => sam.act(id, { kind: 'say', text: 'once' }, key)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(spoken(stage).filter((text) => text === 'once').length, 1);
    const alex = await stage.enter('Alex');
    const refused = randomUUID();
    for (const _ of [1, 2])
      assert.deepEqual(await codeOf(await alex.act(id, { kind: 'say', text: 'no' }, refused)), [
        409,
        'not-yours',
      ]);
  });

  it('tells the second of two technicians who was first', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const both = [await stage.enter('Sam'), await stage.enter('Alex')] as const;
    const answers = await Promise.all(
      both.map((browser) => browser.act(id, { kind: 'join', takeOver: false })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    );
    const lost = answers.find(({ status }) => status === 409);
    const { error } = api.ApiFailure.parse(await lost?.json());
    const holder = (await stage.storage.readCase(id))?.technician;
    assert.equal(error.code, 'taken');
    assert.deepEqual(error.holder, holder);
    assert.match(error.message, new RegExp(`^${holder?.name} was first`));
    const other = both[holder?.name === 'Sam' ? 1 : 0];
    await done(other.act(id, { kind: 'join', takeOver: true }));
  });

  it('keeps what does not arrive, and delivers it in order once the line is back', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const sam = await stage.enter('Sam');
    await done(sam.act(id, { kind: 'join', takeOver: false }));
    stage.line.isDown = true;
    const first = await done(sam.act(id, { kind: 'say', text: 'one' }));
    assert.equal(first.arrived, false);
    const { messages } = api.MessageList.parse(
      await (await sam.get(`/desk/api/cases/${id}/messages`)).json(),
    );
    assert.equal(messages.find((message) => message.id === first.message)?.arrived, false);
    stage.clock.pass(1);
    await done(sam.act(id, { kind: 'say', text: 'two' }));
    stage.line.isDown = false;
    stage.clock.pass(1);
    assert.equal((await done(sam.act(id, { kind: 'say', text: 'three' }))).arrived, true);
    assert.deepEqual(spoken(stage), ['one', 'two', 'three']);
  });

  it('shows typing of whoever has the case only', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const [sam, alex] = [await stage.enter('Sam'), await stage.enter('Alex')];
    await done(sam.act(id, { kind: 'join', takeOver: false }));
    for (const browser of [sam, alex])
      assert.equal((await browser.post(`/desk/api/cases/${id}/typing`)).status, 200);
    assert.deepEqual(stage.typed, ['Sam']);
  });
});

describe('live news', () => {
  it('tell of a change at once, of one’s own clients only, and end with the session', async (t) => {
    const stage = await raiseDesk(t);
    const sam = await stage.enter('Sam', 'technician', ['main']);
    const response = await sam.get('/desk/api/live');
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    let heard = '';
    const reading = (async () => {
      for await (const chunk of response.body ?? []) heard += new TextDecoder().decode(chunk);
    })();
    const theirs = await stage.openCase('other');
    const ours = await stage.openCase('main');
    await until(() => heard.includes(ours));
    assert.ok(!heard.includes(theirs));
    assert.equal((await sam.post('/desk/api/sign-out')).status, 200);
    await reading;
    assert.match(heard, /event: signed-out/);
    assert.deepEqual(await codeOf(await sam.get('/desk/api/live')), [401, 'signed-out']);
  });
});

async function listed(browser: Browser, query = ''): Promise<api.CaseList> {
  return api.CaseList.parse(await (await browser.get(`/desk/api/cases?${query}`)).json());
}

async function detail(browser: Browser, id: string): Promise<api.CaseDetail> {
  return api.CaseDetail.parse(await (await browser.get(`/desk/api/cases/${id}`)).json());
}

async function done(answer: Promise<Response>): Promise<api.ActAnswer> {
  return api.ActAnswer.parse(await (await answer).json());
}

async function changed(answer: Promise<Response>): Promise<api.CaseDetail> {
  return api.CaseAnswer.parse(await (await answer).json()).case;
}

function spoken(stage: Stage): string[] {
  return stage.reached.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.kind === 'speak' ? [effect.text] : [])),
  );
}

async function withActions({ storage }: Stage, id: string): Promise<void> {
  const found = await storage.readCase(id);
  assert.ok(found);
  const { version, events: _events, ...row } = found;
  const brief = Object.assign({}, row.brief, { actions: [{ id: 'step-1', text: 'Ring the bank' }] });
  await storage.commitCase(
    { ...row, brief, readVersion: version },
    { caseEvents: [], outbox: [], audit: [] },
  );
}

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    assert.ok(waited < 5000, 'it did not happen in five seconds');
    await wait(10);
  }
}
