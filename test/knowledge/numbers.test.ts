import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadKnowledge } from '../../src/knowledge/load.ts';
import { listOverdue } from '../../src/knowledge/upkeep.ts';
import { makeFolder } from './folder.ts';

const entry = (number: string): string => `numbers:
  - name: Bank fraud line
    number: ${number}
    since: 2026-11-21
    source: the back of the company card
    owner: finance lead
    reviewBy: 2027-05-21
`;

test('a directory entry carries its name, since when it is held, and where it was taken from', async (t) => {
  const loaded = await loadKnowledge(await makeFolder(t, { 'directory.yaml': entry("'+44 345 600 1234'") }));
  assert.ok(loaded.kind === 'loaded');
  assert.equal(loaded.knowledge.directory[0]?.name, 'Bank fraud line');
});

test('a directory entry whose review day has passed is overdue', async (t) => {
  const loaded = await loadKnowledge(await makeFolder(t, { 'directory.yaml': entry("'159'") }));
  assert.ok(loaded.kind === 'loaded');
  const late = (today: string) => listOverdue(loaded.knowledge, today).map(({ place }) => place);
  assert.ok(!late('2027-05-21').includes('directory.yaml: Bank fraud line'));
  assert.ok(late('2027-05-22').includes('directory.yaml: Bank fraud line'));
});

for (const number of ["'0345 600 1234'", "'+44 345 600 12345'", "'+44'", "'ring reception'", '101'])
  test(`a directory number written ${number} is refused, with its line and what to write`, async (t) => {
    const refused = await loadKnowledge(await makeFolder(t, { 'directory.yaml': entry(number) }));
    assert.ok(refused.kind === 'refused');
    const [fault] = refused.faults;
    assert.match(fault?.path ?? '', /directory\.yaml$/);
    assert.equal(fault?.line, 3);
  });

const named = (authority: string): string => `${entry("'+44 345 600 1234'")}    authority: ${authority}\n`;

test('a directory number may name the authority it rings, and one that nobody wrote down is refused', async (t) => {
  const refused = await loadKnowledge(await makeFolder(t, { 'directory.yaml': named('office-suplier') }));
  assert.ok(refused.kind === 'refused');
  assert.equal(refused.faults[0]?.line, 8);
  assert.match(refused.faults[0]?.fix ?? '', /office-supplier/);
  const loaded = await loadKnowledge(await makeFolder(t, { 'directory.yaml': named('office-supplier') }));
  assert.ok(loaded.kind === 'loaded');
  assert.equal(loaded.knowledge.directory[0]?.authority, 'office-supplier');
});

test('a file named after no kind of number is refused', async (t) => {
  const folder = await makeFolder(t);
  const loaded = await loadKnowledge(folder);
  assert.ok(loaded.kind === 'loaded');
  const [rule] = loaded.knowledge.numbers;
  const text = `title: Odd\nproves: ${rule?.proves}\nsources:\n  - title: A page\n    publisher: A council\n    url: https://example.org/\n    checked: 2026-11-01\nowner: editor\nreviewed: 2026-11-21\nreviewBy: 2027-05-21\n`;
  const refused = await loadKnowledge(await makeFolder(t, { 'numbers/premium.yaml': text }));
  assert.ok(refused.kind === 'refused');
  assert.match(refused.faults[0]?.fix ?? '', /premium-rate/);
});
