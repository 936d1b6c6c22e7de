import type { CaseBrief } from '../../src/dialog/brief.ts';
import { plain } from '../../src/dialog/typed.ts';
import { adviceFor } from '../../src/domain/advice.ts';
import type { Assessment } from '../../src/domain/assessment.ts';
import type { PlaybookStep } from '../../src/domain/knowledge.ts';
import { findPlaybook } from '../containment/playbook.ts';
import { isStop, text, type Talk } from '../talk.ts';

type Action = CaseBrief['actions'][number];

/**
 * What the technician and others are to do, in order: what cannot wait, then the steps of the playbooks for what has happened,
 * then what any such call needs. The same step has the same `id` whatever else is in the list, so a tick stays with it.
 */
export function actionsFor(talk: Talk, assessment: Assessment): Action[] {
  return [
    ...firstActions(talk, assessment),
    ...playbookActions(talk, assessment),
    ...lastActions(talk, assessment),
  ];
}

function firstActions(talk: Talk, { live, harm }: Assessment): Action[] {
  const { story, answers, opened, contact } = talk.state;
  const isKnown = contact !== null && contact !== '';
  return [
    ...wanted(talk, live === 'yes', 'action.hang-up'),
    ...wanted(talk, live === 'unsure', 'action.ask-live'),
    ...wanted(talk, harm.length === 0 && opened?.harm === true, 'action.ask-harm'),
    ...wanted(talk, story.length + answers.length === 0, 'action.ask-story'),
    ...wanted(talk, !isKnown, 'action.ask-number'),
  ];
}

/** The most pressing first, whichever playbook it is from. What several ask for is there once. */
function playbookActions(talk: Talk, assessment: Assessment): Action[] {
  const steps = assessment.harm.flatMap((harm) => {
    const playbook = findPlaybook(talk, assessment, harm);
    return playbook?.steps.map((step) => ({ playbook: playbook.id, step })) ?? [];
  });
  const first = (action: string): number => steps.findIndex(({ step }) => step.action === action);
  return steps
    .filter(({ step }, place) => first(step.action) === place)
    .toSorted((one, other) => minutesOf(one.step) - minutesOf(other.step))
    .map(({ playbook, step }) => ({ id: idOf(playbook, step), text: writeStep(talk, step) }));
}

/** By its words, not its place: a step put in above it moves no tick. */
function idOf(playbook: string, { action }: PlaybookStep): string {
  return `${playbook}/${plain(action).replaceAll(' ', '-').slice(0, 80)}`;
}

function writeStep(talk: Talk, { who, action, within }: PlaybookStep): string {
  return text(talk, 'action.step', { action, who: who.replaceAll('-', ' '), within });
}

const minutesIn = { minute: 1, hour: 60, day: 24 * 60, week: 7 * 24 * 60 };

/** How soon a step is due, to sort by: "at once", "15 minutes", "the same day, and ...". What names no time comes last. */
function minutesOf({ within }: PlaybookStep): number {
  if (within.startsWith('at once')) return 0;
  const [, count, unit] = /(\d+|same) (minute|hour|day|week)/.exec(within) ?? [];
  if (unit === undefined || !isUnit(unit)) return Infinity;
  return count === 'same' ? minutesIn.day : Number(count) * minutesIn[unit];
}

function isUnit(word: string): word is keyof typeof minutesIn {
  return word in minutesIn;
}

function lastActions(talk: Talk, assessment: Assessment): Action[] {
  const { verdict, harm, topic, claimedAuthority } = assessment;
  const isCall = topic === 'call';
  const { report, verifyBy } = adviceFor(assessment, talk.context.region, talk.knowledge);
  const who = claimedAuthority?.words ?? text(talk, 'action.caller');
  return [
    ...wanted(talk, isCall && isStop(assessment) && harm.length === 0, 'action.check-given'),
    ...wanted(talk, isCall && verdict === 'call-back', 'action.ring-back', { who, how: verifyBy ?? '' }),
    ...wanted(talk, isCall && verdict === 'unwanted', 'action.sales'),
    ...wanted(talk, isCall && verdict === 'proved', 'action.usual'),
    ...wanted(talk, isCall && isStop(assessment), 'action.warn'),
    ...wanted(talk, isCall && isStop(assessment) && report.length > 0, 'action.report', {
      where: report.map(({ name }) => name).join(', '),
    }),
  ];
}

function wanted(
  talk: Talk,
  isWanted: boolean,
  key: string,
  slots: Readonly<Record<string, string>> = {},
): Action[] {
  return isWanted ? [{ id: key, text: text(talk, key, slots).trim() }] : [];
}
