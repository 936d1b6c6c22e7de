import type { Converse } from '../../conversation/port.ts';
import { checkStages, type CheckStep } from '../../dialog/check.ts';
import type { Turn } from '../../dialog/turn.ts';
import type { CheckQuestion, CheckStorage, StoredCheck } from '../../storage/checks-port.ts';
import type { Storage } from '../../storage/port.ts';
import type { TeamsPerson, TeamsStorage } from '../../storage/teams-port.ts';
import { deliverTurn } from '../desk/deliver.ts';
import type { DeskOptions } from '../desk/options.ts';
import { keepWorking } from '../keep-working.ts';
import { Unreachable, type Bulletin, type Reach } from '../port.ts';

type Log = Record<'warn' | 'error', (fields: Record<string, unknown>, message: string) => void>;

export type CheckRunnerOptions = {
  storage: CheckStorage & Storage & TeamsStorage & DeskOptions['storage'];
  converse: Converse;
  reach: Reach;
  bulletin: Pick<Bulletin, 'follow'>;
  now: () => Date;
  log: Log;
};

export type CheckRunner = {
  /** Gives every check what is due for it. Rejects only when checks cannot be listed. */
  tick(now?: Date): Promise<void>;
  /** Ticks every so often, and whenever something changed, until it is stopped. */
  keepTicking(everyMs?: number): () => Promise<void>;
};

/**
 * What happens to checks of who is calling outside of the person's own turns: their time passes, and colleagues are asked in their own
 * chats. Each step is a turn with an id of its own, so it happens once, whatever restarts.
 */
export function createCheckRunner(options: CheckRunnerOptions): CheckRunner {
  const tick = async (now = options.now()): Promise<void> => {
    const { storage } = options;
    for (const check of await storage.openChecks('colleague', 'all'))
      await attempt(options, check, () => find(options, check, now));
    for (const question of await storage.openCheckQuestions())
      await attempt(options, question.of, () => attend(options, question, now));
    for (const check of await storage.dueChecks(now.toISOString()))
      await attempt(options, check, () => tellDue(options, check, now));
  };
  return {
    tick,
    // Asking should not wait for the next tick: a caller is on the line.
    keepTicking: (everyMs = 1_000) =>
      keepWorking(
        () => tick(),
        everyMs,
        (error) => options.log.error({ err: error }, 'checks of who is calling could not be looked at'),
        (wake) => options.bulletin.follow(({ kind }) => kind === 'changed' && wake()),
      ),
  };
}

/** One check that goes wrong holds up no other. */
async function attempt(
  { log }: CheckRunnerOptions,
  { id }: StoredCheck,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error, check: id }, 'a check of who is calling could not go on; it is tried again');
  }
}

/** Finds the chat of whoever is asked now. Who has none cannot be asked, nor can the person who wants to know. */
async function find(options: CheckRunnerOptions, check: StoredCheck, now: Date): Promise<void> {
  const { asked, client, id } = check;
  if (asked === null || check.dueAt <= now.toISOString()) return;
  const person =
    asked.teamsId === null ? undefined : await options.storage.readTeamsPerson(client, asked.teamsId);
  if (person?.reachable !== 'yes' || person.conversation === check.conversation)
    return await tellUnreachable(options, check, asked.id, now);
  const { conversation } = person;
  await options.storage.addCheckQuestion({ check: id, asked: asked.id, conversation });
}

type Question = CheckQuestion & { of: StoredCheck };

/** Puts the question, carries the answer back, or takes the question back when it is asked no more. */
async function attend(options: CheckRunnerOptions, question: Question, now: Date): Promise<void> {
  const { of: check, asked, answer, stage } = question;
  const isAsked = check.stage === 'asked' && check.asked?.id === asked;
  if (answer !== null) {
    if (isAsked) await tellPerson(options, check, { kind: 'answered', asked, answer }, now);
    return await options.storage.moveCheckQuestion(question, 'closed');
  }
  if (!isAsked) {
    if (stage === 'shown') await tellAsked(options, question, { kind: 'withdrawn' }, now);
    return await options.storage.moveCheckQuestion(question, 'closed');
  }
  if (stage === 'open') await put(options, question, now);
}

async function put(options: CheckRunnerOptions, question: Question, now: Date): Promise<void> {
  const { of: check, asked } = question;
  const about = check.about === check.asked?.name ? null : check.about;
  const step: CheckStep = { kind: 'question', name: check.person.name, about, dueAt: check.dueAt };
  const outcome = await tellAsked(options, question, step, now);
  if (outcome === 'shown') await options.storage.moveCheckQuestion(question, 'shown');
  if (outcome !== 'unreachable') return;
  await options.storage.moveCheckQuestion(question, 'closed');
  await tellUnreachable(options, check, asked, now);
}

async function tellUnreachable(
  options: CheckRunnerOptions,
  check: StoredCheck,
  asked: string,
  now: Date,
): Promise<void> {
  await tellPerson(options, check, { kind: 'unreachable', asked }, now);
}

async function tellDue(options: CheckRunnerOptions, check: StoredCheck, now: Date): Promise<void> {
  const stage = checkStages.find((one) => one === check.stage);
  if (stage !== undefined) await tellPerson(options, check, { kind: 'due', stage }, now);
}

/** A turn in the conversation of whoever wants to know. */
async function tellPerson(
  options: CheckRunnerOptions,
  check: StoredCheck,
  step: CheckStep,
  now: Date,
): Promise<void> {
  const { conversation, client, person, id } = check;
  const activity = `check-${id}-${nameOf(step, check)}`;
  const turn: Turn = {
    channel: 'clock',
    conversation,
    activity,
    client,
    person: { id: person.id, name: person.name ?? undefined },
    at: now.toISOString(),
    language: person.language,
    event: { kind: 'check', check: id, step },
  };
  const outcome = await options.converse(turn, (effects) =>
    deliverTurn(options, { conversation, activity, client }, effects),
  );
  if (outcome === 'undelivered')
    options.log.warn(
      { check: id, activity },
      'somebody who checks a caller could not be told; it is tried again',
    );
}

/** Two steps of one check never have one name, and one step has the same name whenever it is told. */
function nameOf(step: CheckStep, { stage, dueAt }: StoredCheck): string {
  switch (step.kind) {
    case 'due':
      return `due-${stage}-${dueAt}`;
    case 'answered':
    case 'unreachable':
      return `${step.kind}-${step.asked}`;
    case 'question':
    case 'withdrawn':
      return step.kind;
  }
}

/** A turn in the own chat of whoever is asked. */
async function tellAsked(
  { storage, converse, reach }: CheckRunnerOptions,
  { of: check, asked, conversation }: Question,
  step: CheckStep,
  now: Date,
): Promise<'shown' | 'unreachable' | 'later'> {
  const person = await storage.teamsPersonIn(conversation);
  if (person?.reachable !== 'yes' || person.client !== check.client) return 'unreachable';
  const activity = `check-${check.id}-${nameOf(step, check)}-${asked}`;
  const turn = turnFor(person, activity, { kind: 'check', check: check.id, step }, now);
  let failure: unknown;
  const outcome = await converse(turn, async (effects) => {
    try {
      const { client, language, reference } = person;
      await reach.deliver({ conversation, activity, client, language, reference }, effects);
    } catch (error) {
      failure = error;
      throw error;
    }
  });
  if (outcome !== 'undelivered') return 'shown';
  return failure instanceof Unreachable ? 'unreachable' : 'later';
}

function turnFor(person: TeamsPerson, activity: string, event: Turn['event'], now: Date): Turn {
  const { client, conversation, language, user, name } = person;
  return {
    channel: 'checks',
    conversation,
    activity,
    client,
    person: { id: user, name },
    at: now.toISOString(),
    language,
    event,
  };
}
