import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import {
  asJson,
  cardIn,
  findButton,
  kim,
  partsOf,
  raiseCase,
  sam,
  team,
  textOf,
  type Json,
  type Room,
} from './stage.ts';

const lou = { name: 'Lou Hart', object: 'eeeeeeee-5555-4555-8555-555555555555' };
const audit = { at: new Date().toISOString(), who: 'admin', what: 'access-set', about: '', detail: {} };
const idOf = ({ object }: { object: string }): string => `teams-${object}`;

/** A case that Sam has, in a team of three who all pressed something before. */
async function raiseTaken(t: TestContext): Promise<Room> {
  const room = await raiseCase(t);
  for (const who of [kim, lou])
    await room.press(who, 'Set the priority', { data: { priority: 'P1', why: 'x' } });
  const members = [sam, kim, lou].map(({ name, object }) => ({
    id: `29:${object}`,
    name,
    aadObjectId: object,
  }));
  room.microsoft.connector.members.set(team, members);
  await room.press(sam, 'Take it');
  return room;
}

const holder = async (room: Room): Promise<string | undefined> =>
  (await room.storage.readCase(await room.caseId()))?.technician?.name;

const give = (room: Room, who: typeof sam, to: typeof sam, card?: Json): Promise<Json> =>
  room.press(who, 'Give the case', { data: { to: idOf(to) }, ...(card && { card }) });

test('whoever has a case gives it by the card to one of those who may have it, and the thread calls them', async (t) => {
  const room = await raiseTaken(t);
  const list = partsOf(await room.card()).find(({ id }) => id === 'to');
  assert.deepEqual(list?.['choices'], [
    { title: 'Kim Vale', value: idOf(kim) },
    { title: 'Lou Hart', value: idOf(lou) },
  ]);
  const answer = await give(room, sam, kim);
  assert.match(textOf(answer['value']), /Kim Vale has it/);
  assert.equal(await holder(room), 'Kim Vale');
  assert.match(String(said(room).at(-2)), /^Kim Vale from .* now answers in place of Sam Reed/);
  await room.deliver();
  assert.deepEqual(called(room), [kim.object]);
  await room.says('Are you there?');
  await room.deliver();
  assert.deepEqual(called(room), [kim.object], 'once');
  await room.writes(kim, 'Yes, I am here');
  assert.equal(said(room).at(-1), 'Kim Vale: Yes, I am here');
});

test('what the person says goes on coming into the thread, from the moment somebody has it', async (t) => {
  const room = await raiseTaken(t);
  const id = await room.caseId();
  await give(room, sam, kim);
  await room.deliver();
  const thread = await room.storage.threadOf({ case: id, target: 'room' });
  assert.deepEqual(thread?.technicians, [idOf(sam), idOf(kim)]);
  const [relayed] = await room.storage.relayedThreads();
  assert.equal(relayed?.case, id);
});

test('somebody who is given a case at the desk is called in the channel, when they are in its team', async (t) => {
  const room = await raiseTaken(t);
  const id = await room.caseId();
  const { actOnCase } = await import('../../../../src/handoff/desk/act.ts');
  const lead = { id: 'p-lead', name: 'Pat', role: 'lead', clients: 'all' } as const;
  const desk = { id: 'p-desk', name: 'Dee', login: null, role: 'technician', clients: 'all' } as const;
  await room.storage.meetPerson({ ...desk, lastSeenAt: audit.at });
  await actOnCase(room.desk, lead, id, { id: crypto.randomUUID(), act: { kind: 'assign', to: desk.id } });
  await room.deliver();
  assert.deepEqual(
    called(room),
    [],
    'who is not in the team is not called, and no message comes into the thread',
  );
  assert.deepEqual(await room.storage.relayedThreads(), []);
  await actOnCase(room.desk, lead, id, { id: crypto.randomUUID(), act: { kind: 'assign', to: idOf(lou) } });
  await room.deliver();
  assert.deepEqual(called(room), [lou.object]);
  assert.equal((await room.storage.relayedThreads()).length, 1);
});

test('a team whose members may not be read calls nobody, and the card still tells who has it', async (t) => {
  const room = await raiseTaken(t);
  await give(room, sam, kim);
  room.microsoft.connector.broken.set(team, { status: 403, body: { error: { code: 'Forbidden' } } });
  await room.deliver();
  assert.deepEqual(called(room), []);
  assert.match(textOf(await room.card()), /Kim Vale has it/);
});

test('it can be typed, by a whole name or its beginning; what names nobody changes nothing and is not sent on', async (t) => {
  const room = await raiseTaken(t);
  const answers = (): string => String(room.channelSent().at(-1)?.body['text']);
  const before = said(room).length;
  await room.writes(sam, 'give to Kimm');
  assert.match(answers(), /Nobody called “kimm” may take this case/);
  await room.storage.meetPerson({
    id: 'kim-2',
    name: 'Kim Hart',
    login: null,
    role: 'lead',
    clients: 'all',
    lastSeenAt: audit.at,
  });
  await room.writes(sam, 'give it to Kim');
  assert.match(answers(), /Several people fit: Kim Hart, Kim Vale/);
  assert.equal(said(room).length, before, 'nothing went to the person');
  await room.writes(sam, 'Give it to Kim Vale.');
  assert.equal(await holder(room), 'Kim Vale');
  await room.writes(sam, 'give to lou');
  assert.match(answers(), /Kim Vale has this case. Only they can give it/);
  await room.writes(kim, 'give to lou');
  assert.equal(await holder(room), 'Lou Hart');
  await room.writes(lou, 'Give it to your manager when the caller has hung up, please');
  assert.match(String(said(room).at(-1)), /^Lou Hart: Give it to your manager/);
});

test('a lead gives any case, also one that nobody has, but not by a card that is out of date', async (t) => {
  const room = await raiseCase(t, { leads: [kim.object] });
  for (const who of [kim, lou])
    await room.press(who, 'Set the priority', { data: { priority: 'P2', why: 'x' } });
  await room.deliver();
  await give(room, kim, lou);
  assert.equal(await holder(room), 'Lou Hart');
  const old = await room.card();
  await room.press(sam, 'Take over');
  assert.match(String((await give(room, kim, lou, old))['value']), /Sam Reed was first/);
  assert.match(String((await give(room, lou, kim))['value']), /Only they can give it to somebody else/);
  assert.equal(await holder(room), 'Sam Reed');
});

test('the same button again changes nothing, and who was shut out or is no technician is given nothing', async (t) => {
  const room = await raiseTaken(t);
  const card = await room.card();
  await room.storage.setByHand(idOf(lou), { roleByHand: 'none' }, audit);
  for (const to of [idOf(lou), 'teams-nobody', ''])
    assert.equal(typeof (await room.press(sam, 'Give the case', { data: { to } }))['value'], 'string', to);
  assert.equal(await holder(room), 'Sam Reed');
  const tap = { card, data: { to: idOf(kim) }, activity: { id: 'tap-give' } };
  const twice = [await room.press(sam, 'Give the case', tap), await room.press(sam, 'Give the case', tap)];
  for (const answer of twice) assert.match(textOf(answer['value']), /Kim Vale has it/);
  const found = await room.storage.readCase(await room.caseId());
  assert.equal(found?.events.filter(({ kind }) => kind === 'assigned').length, 1);
});

test('what nobody has cannot be given where nobody leads', async (t) => {
  const room = await raiseCase(t);
  await room.press(kim, 'Set the priority', { data: { priority: 'P1', why: 'x' } });
  assert.equal(findButton(await room.card(), 'Give the case'), undefined);
});

/** Who was mentioned in the thread, in order. */
function called(room: Room): unknown[] {
  return room
    .channelSent()
    .filter(({ method, path }) => method === 'POST' && path.includes('/activities'))
    .flatMap(({ body }) => ('attachments' in body ? [cardIn(body)] : []))
    .flatMap((card) => partsOf(asJson(card['msteams'])['entities']))
    .flatMap((part) => (part['type'] === 'mention' ? [asJson(part['mentioned'])['id']] : []));
}

/** What went to the person. */
function said(room: Room): unknown[] {
  return room.microsoft.sent
    .filter(({ path }) => decodeURIComponent(path).includes('a:priya'))
    .map(({ body }) => body['text']);
}
