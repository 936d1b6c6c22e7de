import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { ThreeWords } from '../../../src/dialog/check.ts';
import type { Viewer } from '../../../src/handoff/desk/access.ts';
import { drawWords } from '../../../src/handoff/draw-words.ts';
import { personIdOf } from '../../../src/handoff/person-id.ts';
import { alex, issuer, jo, kit, raise, sam, type Stage } from './stage.ts';

const ask = "someone says they're from our IT";

async function claimed(stage: Stage): Promise<readonly string[]> {
  await stage.types(ask);
  assert.equal(await stage.itsMe(sam, (await stage.waiting()).id), 'claimed');
  const { words } = await stage.waiting();
  assert.ok(words?.length === 3);
  return words;
}

function wordsOnScreen(stage: Stage, conversation = jo): readonly string[] | undefined {
  return stage
    .lastCard(conversation)
    .blocks.flatMap((block) => (block.kind === 'words' ? [block.words] : []))[0];
}

test('the technician and the person see the same three words, and who said all three is proved', async (t) => {
  const stage = await raise(t);
  const words = await claimed(stage);
  assert.deepEqual(wordsOnScreen(stage), words);
  await stage.taps('words-right');
  assert.deepEqual(
    (await stage.proofs()).map(({ kind, outcome, by }) => [kind, outcome, by]),
    [['technician-code', 'genuine', 'Sam']],
  );
  assert.equal(stage.lastCard().heading, 'Sam from the IT desk is on this call');
});

for (const command of ['words-wrong', 'words-asked'] as const)
  test(`"${command}" is a denial, and the card says to hang up`, async (t) => {
    const stage = await raise(t);
    await claimed(stage);
    await stage.taps(command);
    assert.deepEqual(
      (await stage.proofs()).map(({ outcome }) => outcome),
      ['denied'],
    );
    assert.equal(stage.lastCard().heading, 'Hang up now');
  });

test('nobody at the desk for a minute: our IT team is not on this call, once', async (t) => {
  const stage = await raise(t);
  await stage.types(ask);
  await stage.pass(59);
  assert.equal(stage.lastCard().heading, 'Checking with our IT');
  await stage.pass(1);
  await stage.tick();
  const stops = stage.told.filter(
    ({ effect }) => effect.kind === 'show' && effect.card.heading === 'Hang up now',
  );
  assert.equal(stops.length, 1);
  assert.match(JSON.stringify(stops[0]), /Our IT team is not on this call\./);
  assert.deepEqual(
    (await stage.proofs()).map(({ outcome, by }) => [outcome, by]),
    [['denied', undefined]],
  );
});

test('a technician who comes after the minute is told so, and no words are shown', async (t) => {
  const stage = await raise(t);
  await stage.types(ask);
  const { id } = await stage.waiting();
  await stage.pass(60);
  assert.equal(await stage.itsMe(sam, id), 'too-late');
  assert.ok(!stage.told.some(({ effect }) => JSON.stringify(effect).includes('"words":[')));
});

test('the first of two technicians has it; the second gets no words', async (t) => {
  const stage = await raise(t);
  await stage.types(ask);
  const { id } = await stage.waiting();
  const outcomes = await Promise.all([stage.itsMe(sam, id), stage.itsMe(alex, id)]);
  assert.deepEqual(outcomes.toSorted(), ['claimed', 'taken']);
  const seen = [...(await stage.list(sam)), ...(await stage.list(alex))].filter(
    ({ words }) => words !== null,
  );
  assert.equal(seen.length, 1);
});

test('who presses twice keeps the words they have', async (t) => {
  const stage = await raise(t);
  const words = await claimed(stage);
  assert.equal(await stage.itsMe(sam, (await stage.waiting()).id), 'claimed');
  assert.deepEqual((await stage.waiting()).words, words);
  assert.deepEqual(wordsOnScreen(stage), words);
});

test("another client's technician neither sees the check nor can claim it", async (t) => {
  const stage = await raise(t);
  await stage.types(ask);
  const { id } = await stage.waiting();
  assert.deepEqual(await stage.list(kit), []);
  assert.equal(await stage.itsMe(kit, id), 'not-found');
});

const joAtWork = { id: 'AAD-jo', login: 'jo@callcheck.example' };
/** Every way in which somebody in Teams may be known as one who takes cases. */
const joAsTechnician: readonly Viewer[] = [
  { id: 'teams-aad-jo', name: 'Jo Hart', role: 'technician', clients: 'all' },
  { id: personIdOf(`${issuer} aad-jo`), name: 'Jo Hart', role: 'lead', clients: 'all' },
  { id: 'other-sign-in', name: 'Jo Hart', role: 'admin', clients: 'all' },
];

for (const viewer of joAsTechnician)
  test(`who asked cannot answer their own question as ${viewer.role}; somebody else still can`, async (t) => {
    const stage = await raise(t);
    await stage.meet(jo, joAtWork.id, 'Jo Hart');
    await stage.storage.keepTeamsLogin(jo, joAtWork.login);
    const login = viewer.id === 'other-sign-in' ? 'Jo@callcheck.example' : null;
    const { id: person, name, role } = viewer;
    const met = {
      id: person,
      name,
      login,
      role,
      clients: 'all' as const,
      lastSeenAt: '2026-11-23T09:00:00.000Z',
    };
    await stage.storage.meetPerson(met);
    await stage.types(ask);
    const { id } = await stage.waiting();
    assert.deepEqual(
      (await stage.list(viewer)).map(({ own }) => own),
      [true],
    );
    assert.equal(await stage.itsMe(viewer, id), 'own-check');
    await stage.taps('words-right');
    assert.deepEqual(await stage.proofs(), []);
    assert.equal((await stage.waiting()).own, false);
    assert.equal(await stage.itsMe(sam, id), 'claimed');
  });

test('a guess, a replay and words of another check prove nothing', async (t) => {
  const stage = await raise(t);
  await stage.taps('words-right');
  await stage.types(ask);
  await stage.taps('words-right');
  assert.deepEqual(await stage.proofs(), [], 'nobody has claimed it yet');
  await stage.itsMe(sam, (await stage.waiting()).id);
  const card = stage.lastCard().id;
  await stage.taps('words-wrong');
  await stage.taps('words-right', card);
  assert.deepEqual(
    (await stage.proofs()).map(({ outcome }) => outcome),
    ['denied'],
    'used once',
  );
  await stage.types('start again');
  await stage.types(ask);
  await stage.itsMe(sam, (await stage.waiting()).id);
  await stage.taps('words-right', card);
  assert.deepEqual(await stage.proofs(), [], 'a button of an earlier card');
});

test('words count in the chat they were shown in: another person who presses the same button proves nothing', async (t) => {
  const stage = await raise(t);
  await claimed(stage);
  await stage.taps('words-right', undefined, 'other-chat');
  assert.deepEqual(await stage.proofs('other-chat'), []);
  assert.deepEqual(await stage.proofs(), []);
});

test('words that come after their minute prove nothing, whether or not the runner was there', async (t) => {
  const stage = await raise(t);
  await claimed(stage);
  await stage.pass(60);
  assert.equal(stage.lastCard().heading, 'This check is over');
  await stage.taps('words-right');
  assert.deepEqual(await stage.proofs(), []);
});

test('the card says what the words show and what they do not, in case somebody passes them on', async (t) => {
  const stage = await raise(t);
  await claimed(stage);
  await stage.taps('words-right');
  assert.match(JSON.stringify(stage.lastCard().blocks), /cannot show whether somebody passes them on/);
});

test('whoever is proved and then asks for a password is stopped all the same', async (t) => {
  const stage = await raise(t);
  await claimed(stage);
  await stage.taps('words-right');
  await stage.types('he wants to connect to my computer');
  assert.ok(
    !stage.told.some(({ effect }) => effect.kind === 'show' && effect.card.heading === 'Hang up now'),
  );
  await stage.types('now he wants me to tell him my password');
  assert.equal(stage.lastCard().heading, 'Hang up now');
});

test('what counts while a technician answers in the chat is the button, and the minute', async (t) => {
  const stage = await raise(t);
  await claimed(stage);
  const { case: reference } = await stage.waiting();
  await stage.does({
    kind: 'desk',
    case: reference,
    by: { id: 'alex', name: 'Alex' },
    act: { kind: 'join', takeOver: false },
  });
  await stage.taps('words-right');
  assert.equal((await stage.proofs())[0]?.outcome, 'genuine');
});

test('the words are in no summary, transcript, timeline, outbox or log, and in no file once they are used', async (t) => {
  const stage = await raise(t);
  const words = await claimed(stage);
  const { case: reference } = await stage.waiting();
  const holds = (value: unknown): boolean => words.every((word) => JSON.stringify(value).includes(word));
  const card = stage.lastCard();
  assert.ok(!holds([card.heading, card.summary]));
  assert.ok(!holds(await stage.storage.messagesAfter(jo, 0)));
  const found = await stage.storage.readCase(reference);
  assert.ok(!holds(found));
  const rows = await stage.storage.claimOutbox('2026-11-23T11:00:00.000Z', 100, 1000);
  assert.ok(rows.length > 0 && !holds(rows));
  assert.ok(!holds(stage.logged));
  assert.ok(foundInFile(stage, words), 'while they count, they are there to be found');
  await stage.taps('words-right');
  await stage.storage.flush();
  assert.equal(foundInFile(stage, words), false);
});

function foundInFile(stage: Stage, words: readonly string[]): boolean {
  return stage.files().some((file) => readFileSync(file).includes(JSON.stringify(words)));
}

test('a restart in the middle changes nothing: not before the claim, not between claim and words', async (t) => {
  const stage = await raise(t);
  await stage.types(ask);
  await stage.restart();
  await stage.itsMe(sam, (await stage.waiting()).id);
  const { words } = await stage.waiting();
  await stage.restart();
  assert.deepEqual((await stage.waiting()).words, words);
  await stage.taps('words-right');
  assert.equal((await stage.proofs())[0]?.outcome, 'genuine');
});

test('a server that was down for the minute says so when it is back, once', async (t) => {
  const stage = await raise(t);
  await stage.types(ask);
  await stage.restart();
  await stage.pass(3600);
  await stage.restart();
  await stage.pass(1);
  assert.equal((await stage.proofs()).length, 1);
  assert.equal(stage.lastCard().heading, 'Hang up now');
});

test('who hangs up or starts again leaves the check, and nothing comes after', async (t) => {
  for (const leaving of ['i hung up', 'start again', 'cancel']) {
    const stage = await raise(t);
    await stage.types(ask);
    const { id } = await stage.waiting();
    await stage.types(leaving);
    assert.deepEqual(await stage.list(sam), [], leaving);
    assert.equal((await stage.storage.readCheck(id))?.outcome, 'left');
    assert.equal(await stage.itsMe(sam, id), 'too-late');
    await stage.pass(120);
    assert.deepEqual(await stage.proofs(), []);
  }
});

test('every proof is in the timeline of the case and in the audit log', async (t) => {
  const stage = await raise(t);
  await claimed(stage);
  const { case: reference } = await stage.waiting();
  await stage.taps('words-right');
  const kinds = (await stage.storage.readCase(reference))?.events.map(({ kind }) => kind) ?? [];
  for (const kind of ['check-asked', 'check-words', 'check-over', 'proved'])
    assert.ok(kinds.includes(kind), kind);
  const audit = await stage.storage.readAudit({ clients: 'all', reader: 'sam', limit: 50 });
  assert.ok(audit.some(({ what, about }) => what === 'proof' && about === reference));
});

test('words are three, by chance', () => {
  const drawn = Array.from({ length: 50 }, (): ThreeWords => drawWords());
  assert.ok(drawn.every((words) => words.every((word) => /^[a-z]{3,8}$/.test(word))));
  assert.equal(new Set(drawn.map((words) => words.join(' '))).size, 50);
});
