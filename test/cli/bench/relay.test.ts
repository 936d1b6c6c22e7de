import assert from 'node:assert/strict';
import { it } from 'node:test';
import { differ } from '../../../src/cli/bench/relay/compare.ts';
import { createInbox } from '../../../src/cli/bench/relay/inbox.ts';

it('tells what was lost, what came twice and what came in another order', () => {
  const cases: [string[], { lost: string[]; doubled: string[]; disordered: boolean } | undefined][] = [
    [['1', '2', '3'], undefined],
    [['1', '3'], { lost: ['2'], doubled: [], disordered: false }],
    [['1', '2', '2', '3'], { lost: [], doubled: ['2'], disordered: false }],
    [['1', '3', '2'], { lost: [], doubled: [], disordered: true }],
    [['1', '2', '3', 'never sent'], { lost: [], doubled: [], disordered: true }],
  ];
  for (const [got, expected] of cases) {
    const found = differ({ side: 'a', where: 'b', sent: ['1', '2', '3'], got });
    assert.deepEqual(found, expected && { side: 'a', where: 'b', ...expected }, got.join(' '));
  }
});

it('counts a message that is shown anew under its id once, and one under another id twice', () => {
  const inbox = createInbox();
  for (const id of ['a', 'a', 'b']) inbox.take(id, 'hello');
  assert.deepEqual(inbox.texts(), ['hello', 'hello']);
});
