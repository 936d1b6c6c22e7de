import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import * as api from '../../../src/handoff/desk/api.ts';
import { codeOf, raiseDesk, type Browser, type Stage } from './stage.ts';

const audit = { at: '2026-11-21T12:00:00.000Z', who: 'admin', what: 'access-set', about: '', detail: {} };
const signIn = { issuer: 'https://id.example/', clientId: 'desk', roles: { lead: ['leads'] } };
const join = { kind: 'join', takeOver: false } as const;
const give = (to: string) => ({ kind: 'assign', to }) as const;

describe('a case that is given to somebody else', () => {
  it('is theirs from then on: they answer, the giver does not, and the person is told who it is', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const [sam, alex] = [await stage.enter('Sam'), await stage.enter('Alex')];
    await done(sam.act(id, join));
    const takenAt = (await detail(sam, id)).acceptedAt;
    stage.clock.pass(3);
    const { case: given } = await done(sam.act(id, give('p-Alex')));
    assert.deepEqual(given.technician, { id: 'p-Alex', name: 'Alex' });
    assert.equal(given.acceptedAt, takenAt, 'the first answer stays the first');
    const { at: _, ...event } = given.events.at(-1) ?? assert.fail('no event');
    assert.deepEqual(event, {
      kind: 'assigned',
      by: 'Sam',
      detail: { from: { id: 'p-Sam', name: 'Sam' }, to: { id: 'p-Alex', name: 'Alex' } },
    });
    const told = stage.reached
      .at(-1)
      ?.effects.flatMap((effect) => (effect.kind === 'say' ? [effect.text] : []));
    assert.match(told?.[0] ?? '', /^Alex from the IT desk now answers in place of Sam/);
    assert.deepEqual(await codeOf(await sam.act(id, { kind: 'say', text: 'Still me' })), [409, 'not-yours']);
    await done(alex.act(id, { kind: 'say', text: 'Hello' }));
    const rows = await stage.storage.readAudit({ clients: 'all', reader: '', about: id, limit: 2 });
    assert.deepEqual(rows.find(({ what }) => what === 'assigned')?.detail, { to: 'p-Alex' });
    assert.equal(rows.find(({ what }) => what === 'assigned')?.who, 'p-Sam');
  });

  it('changes nothing, and tells nobody, when they have it already or the same act comes again', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const [sam] = [await stage.enter('Sam'), await stage.enter('Alex')];
    await done(sam.act(id, join));
    const before = await detail(sam, id);
    await done(sam.act(id, give('p-Sam')));
    assert.deepEqual((await detail(sam, id)).events, before.events);
    const key = randomUUID();
    for (const _ of [1, 2]) await done(sam.act(id, give('p-Alex'), key));
    assert.equal((await detail(sam, id)).events.filter(({ kind }) => kind === 'assigned').length, 1);
  });

  it('counts as taken when nobody had it: a lead gives any case, and nobody waits', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const [kim] = [await stage.enter('Kim', 'lead'), await stage.enter('Alex')];
    const { case: given } = await done(kim.act(id, give('p-Alex')));
    assert.deepEqual(
      [given.status, given.technician?.name, given.acceptedAt, given.clock.state],
      ['accepted', 'Alex', stage.clock.now.toISOString(), 'met'],
    );
    await done(kim.act(id, give('p-Kim')));
    assert.equal((await detail(kim, id)).technician?.name, 'Kim', 'also what another has');
  });

  it('stays where it is when somebody gives it who does not have it, or when it is closed', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase();
    const [sam, alex] = [await stage.enter('Sam'), await stage.enter('Alex')];
    await refused(sam.act(id, give('p-Alex')), 409, 'not-yours', /Take it first/);
    await done(sam.act(id, join));
    await refused(alex.act(id, give('p-Alex')), 409, 'not-yours', /Sam has this case. Only they/);
    await done(sam.act(id, { kind: 'close', closing: { outcome: 'scam', botWasRight: 'yes', note: '' } }));
    await refused(sam.act(id, give('p-Alex')), 409, 'closed', /Open it again/);
    assert.equal((await stage.storage.readCase(id))?.technician?.name, 'Sam');
  });

  it('goes to nobody who may not see its client, has no role, or is not known', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase('main');
    const sam = await stage.enter('Sam', 'lead', ['main']);
    await everybody(stage);
    await done(sam.act(id, join));
    const before = await stage.storage.readCase(id);
    for (const to of ['p-Olive', 'p-Nina', 'p-Shut', 'p-Moved', 'p-Nobody', ''])
      assert.deepEqual(
        await codeOf(await sam.act(id, give(to))),
        to === '' ? [400, 'not-understood'] : [404, 'not-found'],
        to,
      );
    assert.deepEqual(await stage.storage.readCase(id), before);
  });
});

describe('who may be given a case', () => {
  it('is everybody with a role who looks after its client, told apart by sign-in where two are called alike', async (t) => {
    const stage = await raiseDesk(t);
    const id = await stage.openCase('main');
    const sam = await stage.enter('Sam', 'technician', ['main']);
    await everybody(stage);
    const { people } = api.TakerList.parse(await (await sam.get(`/desk/api/cases/${id}/takers`)).json());
    assert.deepEqual(
      people.map(({ id: one, name, login }) => [one, name, login]),
      [
        ['p-Alex', 'Alex', 'alex@example.org'],
        ['p-Alex-2', 'Alex', 'alex.two@example.org'],
        ['p-Sam', 'Sam', null],
      ],
    );
  });

  for (const [what, settings, count] of [
    ['while there is no other way in', {}, 1],
    ['no more once there is a sign-in', { signIn }, 0],
  ] as const)
    it(`counts whoever came by the one-time link ${what}`, async (t) => {
      const stage = await raiseDesk(t, settings);
      const id = await stage.openCase();
      const sam = await stage.enter('Sam', 'lead');
      const lastSeenAt = stage.clock.now.toISOString();
      const local = { id: 'this-computer', name: 'IT desk', login: null, role: 'admin' };
      await stage.storage.meetPerson({ ...local, clients: 'all', lastSeenAt });
      const { people } = api.TakerList.parse(await (await sam.get(`/desk/api/cases/${id}/takers`)).json());
      assert.equal(people.filter((person) => person.id === local.id).length, count);
      assert.equal((await sam.act(id, give(local.id))).status, count === 1 ? 200 : 404);
    });

  it('is told to nobody who may not see the case', async (t) => {
    const stage = await raiseDesk(t);
    const theirs = await stage.openCase('other');
    const sam = await stage.enter('Sam', 'admin', ['main']);
    assert.deepEqual(await codeOf(await sam.get(`/desk/api/cases/${theirs}/takers`)), [404, 'not-found']);
    assert.deepEqual(await codeOf(await sam.act(theirs, give('p-Sam'))), [404, 'not-found']);
  });
});

/** Colleagues of the same client, and those who may not take its cases, each for a reason of their own. */
async function everybody({ storage, clock }: Stage): Promise<void> {
  const lastSeenAt = clock.now.toISOString();
  const meet = (id: string, name: string, login: string, role: string, clients: string[]): Promise<void> =>
    storage.meetPerson({ id, name, login, role, clients, lastSeenAt });
  await meet('p-Alex', 'Alex', 'alex@example.org', 'technician', ['main', 'other']);
  await meet('p-Alex-2', 'Alex', 'alex.two@example.org', 'lead', ['main']);
  await meet('p-Olive', 'Olive', 'olive@example.org', 'technician', ['other']);
  await meet('p-Nina', 'Nina', 'nina@example.org', 'none', ['main']);
  await meet('p-Shut', 'Shut', 'shut@example.org', 'technician', ['main']);
  await storage.setByHand('p-Shut', { roleByHand: 'none' }, audit);
  await meet('p-Moved', 'Moved', 'moved@example.org', 'technician', ['main']);
  await storage.setByHand('p-Moved', { clientsByHand: ['other'] }, audit);
}

async function detail(browser: Browser, id: string): Promise<api.CaseDetail> {
  return api.CaseDetail.parse(await (await browser.get(`/desk/api/cases/${id}`)).json());
}

async function done(answer: Promise<Response>): Promise<api.ActAnswer> {
  return api.ActAnswer.parse(await (await answer).json());
}

async function refused(
  answer: Promise<Response>,
  status: number,
  code: string,
  message: RegExp,
): Promise<void> {
  const response = await answer;
  const { error } = api.ApiFailure.parse(await response.json());
  assert.deepEqual([response.status, error.code], [status, code]);
  assert.match(error.message, message);
}
