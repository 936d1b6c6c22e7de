import { DateTime } from 'luxon';
import type { Viewer } from './access.ts';
import type { Alert } from './api.ts';
import { summarise } from './cases.ts';
import type { DeskOptions } from './options.ts';
import { overdueIn } from './overdue.ts';
import { notFound } from './refusal.ts';

const mostCases = 500;

/** What somebody should look at now: cases that waited too long, what could not be sent, knowledge that is out of date. */
export async function findAlerts(options: DeskOptions, viewer: Viewer): Promise<Alert[]> {
  const { storage, settings, deadLetters, knowledge, now } = options;
  const [waiting, dead] = await Promise.all([
    storage.searchCases({ clients: viewer.clients, status: ['waiting'], words: [], limit: mostCases }),
    deadLetters.list(viewer.clients),
  ]);
  const late = (await summarise(options, waiting)).filter(({ clock }) => clock.state === 'missed');
  const today = DateTime.fromJSDate(now(), { zone: settings.officeHours.timeZone }).toISODate() ?? '';
  return [
    ...late.map((found) => ({ kind: 'clock-missed' as const, case: found })),
    ...dead.map((deadLetter) => ({ kind: 'dead-letter' as const, deadLetter })),
    ...overdueIn(knowledge(), today).map((entry) => ({ kind: 'knowledge-overdue' as const, entry })),
  ];
}

/** Sends a dead letter again. One about another client's case is not there. */
export async function retryDeadLetter(options: DeskOptions, viewer: Viewer, id: string): Promise<void> {
  const { storage, deadLetters, now } = options;
  const seen = await deadLetters.list(viewer.clients);
  const letter = seen.find((one) => one.id === id);
  if (letter === undefined || !(await deadLetters.retry(id, viewer.id))) throw notFound('message');
  const detail = { letter: id, target: letter.target };
  await storage.addAudit({
    at: now().toISOString(),
    who: viewer.id,
    what: 'sent-again',
    about: letter.case,
    detail,
  });
}
