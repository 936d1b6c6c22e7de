import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { DialogEvent } from '../dialog/turn.ts';
import type { Verdict } from '../domain/assessment.ts';

/** What is counted. Labels are kinds only, never ids, so that their number stays small. */
export type Metrics = {
  /** A turn ended; `outcome` as `Converse` gives it, or `failed`. */
  turnEnded(channel: string, event: DialogEvent['kind'], outcome: string, durationMs: number): void;
  verdictGiven(verdict: Verdict): void;
  /** Somebody said whether our answer helped them. */
  answerRated(reaction: 'like' | 'dislike'): void;
  /** A request ended; `route` is the pattern that matched, never the path. */
  requestEnded(method: string, route: string, status: number, durationMs: number): void;
  requestRefused(reason: string): void;
  /** The text that Prometheus reads, and its content type. */
  read(): Promise<{ contentType: string; text: string }>;
};

const seconds = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One registry of its own, so that two servers in one process do not add up. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const turns = new Histogram({
    name: 'callcheck_turn_seconds',
    help: 'How long a turn took, from the activity to the delivered answer.',
    labelNames: ['channel', 'event', 'outcome'],
    buckets: seconds,
    registers,
  });
  const verdicts = new Counter({
    name: 'callcheck_verdicts_total',
    help: 'Verdicts given, by kind.',
    labelNames: ['verdict'],
    registers,
  });
  const ratings = new Counter({
    name: 'callcheck_answers_rated_total',
    help: 'Answers that somebody in Teams found helpful or not.',
    labelNames: ['reaction'],
    registers,
  });
  const requests = new Histogram({
    name: 'callcheck_http_request_seconds',
    help: 'How long a request took.',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  const refusals = new Counter({
    name: 'callcheck_refused_total',
    help: 'Requests to the bot endpoint that were refused before the bot saw them, by reason.',
    labelNames: ['reason'],
    registers,
  });

  return {
    turnEnded: (channel, event, outcome, durationMs) =>
      turns.observe({ channel: knownChannel(channel), event, outcome }, durationMs / 1000),
    verdictGiven: (verdict) => verdicts.inc({ verdict }),
    answerRated: (reaction) => ratings.inc({ reaction }),
    requestEnded: (method, route, status, durationMs) =>
      requests.observe({ method, route, status }, durationMs / 1000),
    requestRefused: (reason) => refusals.inc({ reason }),
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}

/** A caller names the channel, so only known names become labels. */
function knownChannel(channel: string): string {
  return ['webchat', 'directline', 'msteams', 'emulator'].includes(channel) ? channel : 'other';
}
