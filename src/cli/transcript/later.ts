import type { Context } from '../../../dialogs/step.ts';
import type { DialogEvent } from '../../dialog/turn.ts';
import type { ConversationState } from '../../dialog/state.ts';
import type { Entry } from './read.ts';

type Play = { state: ConversationState; context: Context };

const unitsMs = { second: 1000, minute: 60_000, hour: 3_600_000 } as const;

/** `after 60 seconds`: time passes, and the check that is under way hears of it. `undefined` for any other line. */
export function later({ input, line }: Entry, play: Play): DialogEvent | undefined {
  const [, count, unit] = /^after (\d+) (second|minute|hour)s?$/.exec(input) ?? [];
  if (count === undefined || (unit !== 'second' && unit !== 'minute' && unit !== 'hour')) return undefined;
  play.context = { ...play.context, now: passed(play.context.now, Number(count) * unitsMs[unit]) };
  const { check } = play.state;
  if (check === null || check.kind === 'naming')
    throw new Error(`line ${line}: no check is under way, so nothing happens when time passes`);
  const { id, stage } = check.record;
  return { kind: 'check', check: id, step: { kind: 'due', stage } };
}

function passed(now: string, ms: number): string {
  return new Date(Date.parse(now) + ms).toISOString();
}
