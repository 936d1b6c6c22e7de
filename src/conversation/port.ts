import type { Effect } from '../dialog/effect.ts';
import type { Turn } from '../dialog/turn.ts';

/**
 * One turn from start to end: deduplicate, one at a time per conversation, load, step, commit, then deliver.
 * `deliver` runs after the commit and inside the conversation's turn, so that replies keep their order.
 * A turn that was committed but never delivered (the process died between) is delivered again with the same effects;
 * channels derive reply ids from `turn.activity` so that a repeat changes nothing.
 *
 * `answered`: this call delivered. `answered-before`: another call did, or is doing so. `undelivered`: `deliver` failed;
 * the answer is kept, and the same turn again delivers it. Rejects only when storage fails; then nothing was answered.
 */
export type Converse = (
  turn: Turn,
  deliver: (effects: readonly Effect[]) => Promise<void>,
) => Promise<'answered' | 'answered-before' | 'undelivered'>;
