import assert from 'node:assert/strict';
import { test } from 'node:test';
import { credentials } from '../../../support/microsoft-double.ts';
import {
  asJson,
  channel,
  findButton,
  kim,
  raiseCase,
  raiseRoom,
  sam,
  team,
  textOf,
  type Json,
  type Room,
} from './stage.ts';

const card = 'application/vnd.microsoft.card.adaptive';
const message = 'application/vnd.microsoft.activity.message';
const audit = { at: new Date().toISOString(), who: 'admin', what: 'access-set', about: '', detail: {} };

const read = async (room: Room) => {
  const found = await room.storage.readCase(await room.caseId());
  assert.ok(found);
  return found;
};

test('of two who claim at once one has the case, and the other is told who; the card shows it to all', async (t) => {
  const room = await raiseCase(t);
  const both = await room.card();
  const answers = await Promise.all([
    room.press(sam, 'Take it', { card: both }),
    room.press(kim, 'Take it', { card: both }),
  ]);
  const holder = (await read(room)).technician?.name ?? '';
  assert.deepEqual(new Set(answers.map(({ type }) => type)), new Set([message, card]));
  const told = answers.find(({ type }) => type === message);
  assert.deepEqual(told, { statusCode: 200, type: message, value: `${holder} was first and has this case.` });
  assert.match(textOf(await room.card()), new RegExp(`${holder} has it`));
});

test('a case is taken, weighed, handed back, taken over, closed and opened again, by buttons', async (t) => {
  const room = await raiseCase(t);
  const shown = async (pattern: RegExp, answer: Json): Promise<void> => {
    assert.deepEqual([answer['statusCode'], answer['type']], [200, card]);
    assert.match(textOf(answer['value']), pattern);
    assert.deepEqual(asJson(answer['value']), await room.card(), 'the presser and the channel see the same');
  };
  await shown(/Sam Reed has it/, await room.press(sam, 'Take it'));
  await shown(
    /^\[P3\]/,
    await room.press(sam, 'Set the priority', { data: { priority: 'P3', why: 'Done' } }),
  );
  await shown(/Nobody has it yet/, await room.press(sam, 'Hand back'));
  await shown(/Sam Reed has it/, await room.press(sam, 'Take it'));
  await shown(/Kim Vale has it/, await room.press(kim, 'Take over'));
  const closing = { outcome: 'scam', right: 'yes', note: 'Password changed' };
  await shown(
    /Closed by Kim Vale.*It was a scam\. Password changed/,
    await room.press(kim, 'Close the case', { data: closing }),
  );
  assert.deepEqual((await read(room)).closing, {
    outcome: 'scam',
    botWasRight: 'yes',
    note: 'Password changed',
  });
  await shown(/Sam Reed has it/, await room.press(sam, 'Open again'));
});

test('whatever a button does can be typed in the thread, and the rest goes to the person', async (t) => {
  const room = await raiseCase(t);
  await room.writes(sam, 'take it');
  assert.equal((await read(room)).technician?.name, 'Sam Reed');
  await room.writes(kim, 'Take over.');
  assert.equal((await read(room)).technician?.name, 'Kim Vale');
  await room.writes(kim, 'priority P4');
  assert.equal((await read(room)).priority, 'P4');
  await room.writes(sam, 'close as scam');
  assert.match(String(room.channelSent().at(-1)?.body['text']), /Kim Vale has this case/);
  await room.writes(kim, 'close as genuine');
  assert.equal((await read(room)).status, 'closed');
  await room.writes(kim, 'open again');
  await room.writes(kim, 'take it easy, I will ring you');
  assert.equal(said(room).at(-1), 'Kim Vale: take it easy, I will ring you');
});

test('a card that is out of date takes a case from nobody whom it does not show', async (t) => {
  const room = await raiseCase(t);
  await room.press(sam, 'Take it');
  const old = await room.card();
  const lou = { name: 'Lou Hart', object: 'eeeeeeee-5555-4555-8555-555555555555' };
  await room.press(kim, 'Take over');
  const answer = await room.press(lou, 'Take over', { card: old });
  assert.match(String(answer['value']), /Kim Vale was first/);
  assert.equal((await read(room)).technician?.name, 'Kim Vale');
  const weighed = await room.press(kim, 'Set the priority', {
    card: old,
    data: { priority: 'P4', why: 'x' },
  });
  assert.match(String(weighed['value']), /changed this case a moment ago/);
});

test('the same button again changes nothing, and a button of an older client comes as a message', async (t) => {
  const room = await raiseCase(t);
  const first = await room.press(sam, 'Take it', { activity: { id: 'tap-1' }, card: await room.card() });
  const events = (await read(room)).events.length;
  const again = await room.press(sam, 'Take over', { activity: { id: 'tap-1' } });
  assert.deepEqual([first['type'], again['type']], [card, card]);
  assert.equal((await read(room)).events.length, events);
  const button = findButton(await room.card(), 'Take over');
  assert.deepEqual(asJson(button?.['fallback'])['data'], button?.['data']);
  const submitted = { value: button?.['data'], text: undefined, entities: [] };
  await room.writes(kim, '', submitted);
  assert.equal((await read(room)).technician?.name, 'Kim Vale');
});

const otherTenant = 'ffffffff-6666-4666-8666-666666666666';
const own = credentials.tenantId;
const inRoom = { team: { id: team }, channel: { id: channel }, tenant: { id: own } };
const strangers: readonly [string, Json][] = [
  ['another team', { channelData: { ...inRoom, team: { id: '19:other@thread.tacv2' } } }],
  ['another channel', { channelData: { ...inRoom, channel: { id: '19:other@thread.tacv2' } } }],
  ['another channel’s thread', { conversation: { id: '19:other@thread.tacv2;messageid=1', tenantId: own } }],
  ['a chat of their own', { conversation: { id: 'a:mallory', conversationType: 'personal', tenantId: own } }],
  [
    'a group chat',
    { conversation: { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId: own } },
  ],
  [
    'a person of another tenant',
    { from: { id: '29:m', name: 'M', aadObjectId: sam.object, tenantId: otherTenant } },
  ],
  ['nobody whom the directory knows', { from: { id: '29:m', name: 'Sam Reed' } }],
];

test('a button pressed from elsewhere, or by a stranger, changes nothing, and says so', async (t) => {
  const room = await raiseCase(t);
  const before = await read(room);
  for (const [name, activity] of strangers) {
    const answer = await room.press(sam, 'Take it', { activity });
    assert.deepEqual([answer['statusCode'], answer['type']], [200, message], name);
    assert.match(String(answer['value']), /[Nn]othing was changed/, name);
    assert.deepEqual(await read(room), before, name);
  }
});

test('another tenant is turned away at the door', async (t) => {
  const room = await raiseCase(t);
  const before = await read(room);
  const button = findButton(await room.card(), 'Take it');
  const { conversation } = await room.thread();
  const { status } = await room.post({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: 'foreign',
    channelId: 'msteams',
    serviceUrl: room.microsoft.serviceUrl,
    from: { id: '29:m', name: 'M', aadObjectId: sam.object },
    recipient: { id: `28:${credentials.appId}` },
    conversation: { id: conversation, tenantId: otherTenant },
    channelData: { ...inRoom, tenant: { id: otherTenant } },
    value: { action: { type: 'Action.Execute', data: button?.['data'] } },
  });
  assert.equal(status, 403);
  assert.deepEqual(await read(room), before);
});

const forged: readonly [string, unknown][] = [
  ['no case', { act: 'take', version: 1, holder: null }],
  ['an act that does not exist', { act: 'delete', case: 'CC-1', version: 1, holder: null }],
  ['something besides', { act: 'take', case: 'CC-1', version: 1, holder: null, by: 'admin' }],
  ['text', 'take'],
  ['nothing', null],
];

test('buttons that make no sense, or name a case that is not there, change nothing', async (t) => {
  const room = await raiseCase(t);
  const before = await read(room);
  const button = asJson(asJson(findButton(await room.card(), 'Take it')?.['data'])['technicians']);
  const more: readonly [string, unknown][] = [
    ...forged,
    ['another case', { ...button, case: 'CC-00000' }],
    ['a priority without a reason', { ...button, act: 'priority' }],
    ['a check that is not there', { ...button, act: 'its-me', check: 'none' }],
  ];
  for (const [name, technicians] of more) {
    const answer = await room.press(sam, 'Take it', { data: { technicians } });
    assert.deepEqual([answer['statusCode'], answer['type']], [200, message], name);
    assert.deepEqual(await read(room), before, name);
  }
});

test('a form that older clients let through unfinished is asked for again', async (t) => {
  const room = await raiseCase(t);
  const before = await read(room);
  const unfinished: readonly [string, Record<string, unknown>][] = [
    ['Set the priority', { priority: 'P2', why: '  ' }],
    ['Set the priority', { why: 'It is over' }],
    ['Close the case', { right: 'yes' }],
  ];
  for (const [title, data] of unfinished) {
    const answer = await room.press(kim, title, { data });
    assert.match(String(answer['value']), /form/, title);
    assert.deepEqual(await read(room), before, title);
  }
});

test('a command that is not quite one is not told to the person', async (t) => {
  const room = await raiseCase(t);
  await room.writes(sam, 'take it');
  const before = said(room);
  for (const typed of ['close as spam', 'priority P9', 'Priority: high', 'Set priority to 1']) {
    await room.writes(sam, typed);
    assert.deepEqual(said(room), before, typed);
    assert.match(String(room.channelSent().at(-1)?.body['text']), /close as scam/, typed);
  }
  assert.equal((await read(room)).status, 'accepted');
});

test('whom an administrator shut out, and who looks after other clients only, changes nothing', async (t) => {
  const room = await raiseCase(t);
  await room.press(kim, 'Set the priority', { data: { priority: 'P2', why: 'x' } });
  const before = await read(room);
  const id = `teams-${kim.object}`;
  assert.ok(await room.storage.setByHand(id, { roleByHand: 'none' }, audit));
  assert.match(String((await room.press(kim, 'Take it'))['value']), /taken your access away/);
  assert.ok(await room.storage.setByHand(id, { roleByHand: null, clientsByHand: ['elsewhere'] }, audit));
  assert.match(String((await room.press(kim, 'Take it'))['value']), /There is no case here/);
  await room.writes(kim, before.id, { conversation: { id: `${channel};messageid=5`, tenantId: own } });
  assert.match(String(room.channelSent().at(-1)?.body['text']), /There is no such case here/);
  assert.deepEqual(await read(room), before);
});

test('cases of a client that is not told here cannot be acted on from here', async (t) => {
  const elsewhere = {
    kind: 'webhook',
    id: 'log',
    url: 'https://siem.example/hook',
    signingSecret: 'SIEM_SECRET',
  };
  const target = { kind: 'teams-channel', id: 'room', tenant: own, team, channel };
  const room = await raiseRoom(t, {
    settings: {
      targets: [target, elsewhere],
      clients: [
        { id: 'main', name: 'Main', targets: ['log'] },
        { id: 'other', name: 'Other' },
      ],
    },
  });
  await room.says('A man from Microsoft rang. He wanted me to install AnyDesk.');
  await room.says('Get a person');
  const id = await room.caseId();
  const before = await read(room);
  const technicians = { act: 'take', case: id, version: before.version, holder: null };
  const button = { type: 'Action.Execute', title: 'Take it', data: { technicians } };
  const place = { conversation: `${channel};messageid=5`, activity: '5' };
  const answer = await room.press(sam, 'Take it', { card: { actions: [button] }, place });
  assert.match(String(answer['value']), /There is no case here/);
  assert.deepEqual(await read(room), before);
});

test('whoever signed in at the desk by their object id is the same person here', async (t) => {
  const issuer = `https://login.microsoftonline.com/${own}/v2.0`;
  const { personIdOf } = await import('../../../../src/handoff/person-id.ts');
  const id = personIdOf(`${issuer} ${sam.object}`);
  const room = await raiseCase(t, {
    settings: { signIn: { issuer, clientId: 'desk', roles: { lead: ['leads'] } } },
  });
  await room.storage.meetPerson({
    id,
    name: 'Sam Reed',
    login: 'sam@example.org',
    role: 'lead',
    clients: 'all',
    lastSeenAt: audit.at,
  });
  await room.press(sam, 'Take it');
  assert.equal((await read(room)).technician?.id, id);
  const person = await room.storage.readPerson(id);
  assert.deepEqual([person?.role, person?.clients, person?.login], ['lead', 'all', 'sam@example.org']);
  await room.press(kim, 'Take over');
  assert.equal((await read(room)).technician?.id, `teams-${kim.object}`);
});

/** What went to the person. */
function said(room: Room): unknown[] {
  return room.microsoft.sent
    .filter(({ path }) => decodeURIComponent(path).includes('a:priya'))
    .map(({ body }) => body['text']);
}
