import assert from 'node:assert/strict';
import { it } from 'node:test';
import { searchKnowledge } from '../../src/catalogue/search.ts';
import { loadedKnowledge } from '../support/knowledge.ts';

const knowledge = await loadedKnowledge();

/** A search takes some milliseconds, so not every entry is looked for. */
const sample = <T>(entries: readonly T[]): T[] => entries.filter((_, at) => at % 40 === 0);

it('finds authorities by their names and scams by their titles', () => {
  const scams = knowledge.scams.filter(({ status }) => status === 'published');
  const wanted = [
    ...sample(knowledge.authorities).map(({ id, names }) => ({
      kind: 'authority',
      id,
      title: names[0] ?? '',
    })),
    ...sample(scams).map(({ id, title }) => ({ kind: 'scam', id, title })),
  ];
  assert.ok(wanted.length > 5);
  for (const { kind, id, title } of wanted) {
    const found = searchKnowledge(title, knowledge);
    assert.ok(
      found.some((one) => one.kind === kind && one.id === id),
      title,
    );
  }
});

it('finds no draft, and nothing for words that stand nowhere', () => {
  const [first, ...others] = knowledge.scams;
  assert.ok(first);
  const scams = [{ ...first, title: 'Quibbling zeppelin', status: 'draft' as const }, ...others];
  assert.deepEqual(searchKnowledge('quibbling zeppelin', { ...knowledge, scams }), []);
});
