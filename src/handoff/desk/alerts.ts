import { DateTime } from 'luxon';
import type { Viewer } from './access.ts';
import type { Alert, DeadLetter } from './api.ts';
import { summarise } from './cases.ts';
import type { DeskOptions } from './options.ts';
import { overdueIn } from './overdue.ts';
import { notFound } from './refusal.ts';

const mostCases = 500;

/** What somebody should look at now: cases that waited too long, what could not be sent, knowledge that is out of date. */
export async function findAlerts(options: DeskOptions, viewer: Viewer): Promise<Alert[]> {
  const { storage, settings, knowledge, overdueHeld = async () => [], now } = options;
  const [waiting, dead, held] = await Promise.all([
    storage.searchCases({ clients: viewer.clients, status: ['waiting'], words: [], limit: mostCases }),
    listDeadLetters(options, viewer),
    overdueHeld(viewer),
  ]);
  const late = (await summarise(options, waiting)).filter(({ clock }) => clock.state === 'missed');
  const today = DateTime.fromJSDate(now(), { zone: settings.officeHours.timeZone }).toISODate() ?? '';
  return [
    ...late.map((found) => ({ kind: 'clock-missed' as const, case: found })),
    ...dead.map((deadLetter) => ({ kind: 'dead-letter' as const, deadLetter })),
    ...[...held, ...overdueIn(knowledge(), today)].map((entry) => ({
      kind: 'knowledge-overdue' as const,
      entry,
    })),
  ];
}

/** What could not be sent about cases that whoever asks may see. */
export async function listDeadLetters({ deadLetters }: DeskOptions, viewer: Viewer): Promise<DeadLetter[]> {
  const dead = await deadLetters.list(viewer.clients);
  return dead.map(({ id, target, case: about, topic, attempts, deadAt, lastError }) => ({
    id,
    target,
    case: about,
    kind: topic,
    attempts,
    deadAt,
    lastError,
  }));
}

/** Sends a dead letter again. One about another client's case is not there. */
export async function retryDeadLetter(options: DeskOptions, viewer: Viewer, id: string): Promise<void> {
  const letter = (await listDeadLetters(options, viewer)).find((one) => one.id === id);
  if (letter === undefined) throw notFound('message');
  const detail = { letter: id, target: letter.target };
  const audit = {
    at: options.now().toISOString(),
    who: viewer.id,
    what: 'sent-again',
    about: letter.case,
    detail,
  };
  if (!(await options.deadLetters.retry(id, viewer.clients, audit))) throw notFound('message');
}
