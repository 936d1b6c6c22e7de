import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './bot-stage.ts';

/** How Teams sends an activity to a bot: https://learn.microsoft.com/microsoftteams/platform/resources/bot-v3/bots-conversations */
export type Sending = {
  /** Teams waits 15 s for an answer, and then sends the same activity again. */
  patienceMs: number;
  /** How often it is sent at most. */
  times?: number;
};

/** A double of the side of Teams that speaks to the bot. What each attempt was answered with; `late` when that took too long. */
export async function sendAsTeams(
  { post }: Pick<Stage, 'post'>,
  activity: unknown,
  { patienceMs, times = 4 }: Sending,
): Promise<(number | 'late')[]> {
  const outcomes: (number | 'late')[] = [];
  const underWay: Promise<unknown>[] = [];
  while (outcomes.length < times) {
    const posting = post(activity).then(({ status }) => status);
    underWay.push(posting);
    const outcome = await Promise.race([posting, sleep(patienceMs, 'late' as const)]);
    outcomes.push(outcome);
    if (outcome !== 'late' && outcome < 500) break;
  }
  await Promise.all(underWay);
  return outcomes;
}
