import type { CaseReason } from '../../src/dialog/brief.ts';
import type { Effect } from '../../src/dialog/effect.ts';
import type { OpenedCase } from '../../src/dialog/state.ts';
import { after, withState, type Reply, type Talk } from '../talk.ts';
import { writeBrief } from './brief.ts';

/**
 * Opens the case, or brings the open one up to date. A person is asked to answer as soon as somebody needs one: not for a case that
 * only our answer opened.
 */
export function openCase(talk: Talk, reason: CaseReason): { talk: Talk; effects: Effect[] } {
  const before = talk.state.opened;
  const opened = nextCase(talk, reason);
  const open = withState(talk, { opened });
  const isFirst = before === null || isQuiet(before.reason);
  const handOver: Effect[] = isFirst && !isQuiet(opened.reason) ? [{ kind: 'hand-over' }] : [];
  return { talk: open, effects: [updateCase(open, opened), ...handOver] };
}

/** Our answer, or a check, opened it: nobody asked for a person yet. */
export function isQuiet(reason: CaseReason): boolean {
  return reason === 'decisive' || reason === 'check';
}

/** Harm outlasts every later reason. */
function nextCase({ state, context }: Talk, reason: CaseReason): OpenedCase {
  const before = state.opened;
  const { name = null, ...person } = context.person;
  const teller = { ...person, name, language: context.language };
  return {
    reference: before?.reference ?? context.caseReference,
    harm: reason === 'harm' || before?.harm === true,
    reason: before?.harm === true ? 'harm' : reason,
    person: before?.person ?? teller,
  };
}

function updateCase(talk: Talk, { reference, reason }: OpenedCase): Effect {
  return { kind: 'open-case', reference, brief: writeBrief(talk, reason) };
}

/** The open case as it is known now; nothing when there is none. */
export function refreshCase(talk: Talk): Effect[] {
  return talk.state.opened ? [updateCase(talk, talk.state.opened)] : [];
}

/**
 * After a turn that was the person's: a case that was open before has the newest brief when something changed that a technician
 * would act on otherwise.
 */
export function keepUpToDate(before: Talk, replied: Reply): Reply {
  const opened = before.state.opened;
  const now = { ...before, state: replied.state };
  if (!opened || replied.state.opened?.reference !== opened.reference) return replied;
  const kinds = new Set(replied.effects.map(({ kind }) => kind));
  const isNews = kinds.has('conclude') || gistOf(before) !== gistOf(now);
  return isNews && !kinds.has('open-case') ? after(refreshCase(now), replied) : replied;
}

/** What a technician goes by at a glance. Whoever takes the case gets all the rest anew. */
function gistOf(talk: Talk): string {
  const { headline, judgement } = writeBrief(talk, talk.state.opened?.reason ?? 'asked-for-a-person');
  return JSON.stringify([headline, judgement?.verdict]);
}
