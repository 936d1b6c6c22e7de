import { rounded, spread, type Part } from './measure.ts';
import { runRelays, type Outcome, type Plan } from './relay/run.ts';

const plan: Plan = { relays: 200, technicians: 20, messageEveryMs: 10_000, seconds: 60, kills: 3 };

/** Technicians and staff write to each other through a real server that is killed meanwhile. */
export async function benchRelay(): Promise<Part> {
  const outcome = await runRelays(plan);
  const lost = countOf(outcome, 'lost');
  const doubled = countOf(outcome, 'doubled');
  const disordered = outcome.differences.filter((one) => one.disordered).length;
  const { messages, seconds, memory, awayMs } = outcome;
  const away = awayMs.map((ms) => rounded(ms / 1000)).join(', ');
  return {
    name: 'relay',
    title: `${plan.relays} relays for ${rounded(seconds)} s, the process killed ${plan.kills} times`,
    note:
      `${messages} accepted messages, ${rounded(messages / seconds)} a second: ${lost} lost, ${doubled} doubled, ${disordered} out of order. ` +
      `Away for ${away} s. Memory ${rounded(memory.restMb)} MB at rest, ${rounded(memory.mostMb)} MB at most. ` +
      `From being sent by one side to being seen by the other; everybody runs on the same cores.`,
    rows: [
      {
        message: 'while the server is up',
        count: outcome.undisturbedMs.length,
        ...spread(outcome.undisturbedMs),
      },
      { message: 'held up by a restart', count: outcome.heldUpMs.length, ...spread(outcome.heldUpMs) },
    ],
  };
}

function countOf({ differences }: Outcome, kind: 'lost' | 'doubled'): number {
  return new Set(differences.flatMap((one) => one[kind])).size;
}
