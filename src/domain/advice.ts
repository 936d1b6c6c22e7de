import type { Advice, Assessment } from './assessment.ts';
import type { Harm } from './evidence.ts';
import type { Authority, CallbackAdvice, Knowledge, ReportingRoute, Scam } from './knowledge.ts';
import { prepare } from './prepare.ts';

const stepsShown = 5;
const routesShown = 4;

/** What to do and say now. `region` is the organisation's own (`GB-SCT`); routes of other regions are left out. */
export function adviceFor(assessment: Assessment, region: string, knowledge: Knowledge): Advice {
  const ready = prepare(knowledge);
  const told = ready.scams.get(namedScam(assessment) ?? '');
  const verifyBy = verifyHere(ready.authorities.get(assessment.claimedAuthority?.id ?? ''), region);
  const local = localScam(assessment, region, knowledge);
  const ringBack =
    assessment.verdict === 'call-back' ? ringBackSteps(assessment, verifyBy, region, knowledge) : [];
  const steps = local?.do ?? stepsAnyway(assessment, told && verifyBy, knowledge);
  return {
    say: local?.say ?? sayAnyway(assessment, knowledge),
    steps: [...harmSteps(assessment, region, knowledge), ...steps, ...ringBack].slice(0, stepsShown),
    dont: told?.dont ?? [],
    verifyBy,
    report: routesFor(told, region, knowledge).map(({ name, when, how }) => ({
      name,
      when,
      how: how.map(({ value }) => value).join(' or '),
    })),
    seenIn: local === undefined ? (told?.regions ?? []) : [],
  };
}

/** "Ring 101" is no help outside the country that answers it. */
function verifyHere(authority: Authority | undefined, region: string): string | undefined {
  return authority && servesRegion({ regions: [authority.region] }, region) ? authority.verifyBy : undefined;
}

type Decided = Pick<Assessment, 'verdict' | 'requestRisk' | 'identity' | 'likelyScam'>;

/**
 * The scam that the verdict rests on, if it rests on one. A caller who was found out by ringing back, but had asked for
 * nothing yet, could have been after anything.
 */
export function namedScam({ verdict, requestRisk, identity, likelyScam }: Decided): string | undefined {
  const restsOnScam = verdict === 'stop-scam' || verdict === 'unwanted';
  const isGuess = identity === 'disproved' && requestRisk === 'none-stated';
  return restsOnScam && !isGuess ? likelyScam : undefined;
}

/** "I will ring back on the number we hold": right whoever is calling, unless they only sell. Nobody rings those back. */
function sayAnyway({ verdict }: Assessment, knowledge: Knowledge): readonly [string, string] {
  const sentences: Readonly<Record<string, string>> = knowledge.wording[0]?.sentences ?? {};
  return verdict === 'unwanted'
    ? [sentences['say.no-thanks'] ?? '', sentences['say.no-thanks-firm'] ?? '']
    : [sentences['say.ring-back'] ?? '', sentences['say.ring-back-firm'] ?? ''];
}

/**
 * The scam that the verdict rests on, when it is one of this region. What it tells to say and do names numbers and
 * offices of its own countries: an Indian helpline is no help in Leeds.
 */
export function localScam(decided: Decided, region: string, knowledge: Knowledge): Scam | undefined {
  const scam = prepare(knowledge).scams.get(namedScam(decided) ?? '');
  return scam && isSeenIn(scam, region) ? scam : undefined;
}

/** Harm first: what limits the damage comes before what reports it. */
function harmSteps(assessment: Assessment, region: string, knowledge: Knowledge): string[] {
  const scam = prepare(knowledge).scams.get(assessment.likelyScam ?? '');
  const fits = scam && isSeenIn(scam, region) ? scam.ifHarmed : {};
  return assessment.harm.flatMap((kind) => fits[kind] ?? generalSteps(kind, knowledge));
}

/** What limits this harm whatever the call was. */
function generalSteps(harm: Harm, { playbooks }: Knowledge): readonly string[] {
  const general = playbooks.find((playbook) => playbook.harm === harm && playbook.signal === undefined);
  return general?.staff ?? [];
}

/** What is left to do after any call that was told stop, and how to reach the body that a trick from elsewhere names. */
function stepsAnyway(
  { verdict }: Assessment,
  verifyBy: string | undefined,
  { wording }: Knowledge,
): string[] {
  if (verdict !== 'stop-scam' && verdict !== 'stop-unsafe') return [];
  const sentences: Readonly<Record<string, string>> = wording[0]?.sentences ?? {};
  const always = [sentences['steps.ring-again'] ?? '', sentences['steps.tell-others'] ?? ''];
  return verifyBy === undefined ? always : [...always, verifyBy];
}

/**
 * How to ring back rightly, in the order it is done: what to ask before hanging up, where the body's number is found,
 * then what fits the caller and what they want.
 */
function ringBackSteps(
  assessment: Assessment,
  verifyBy: string | undefined,
  region: string,
  { advice, wording }: Knowledge,
): string[] {
  const fitting = advice
    .filter((entry) => servesRegion(entry, region) && fitsCall(entry, assessment))
    .toSorted((one, other) => one.order - other.order);
  const onCall = assessment.live === 'no' ? [] : fitting.filter((entry) => entry.onCall);
  const after = fitting.filter((entry) => !entry.onCall);
  const find = verifyBy ?? wording[0]?.sentences['call-back.find'] ?? '';
  return [...onCall.map(({ step }) => step), find, ...after.map(({ step }) => step)];
}

/** Advice that names neither a caller nor a signal is right for every call. */
function fitsCall(
  { authorities, signals }: CallbackAdvice,
  { claimedAuthority, evidence }: Assessment,
): boolean {
  if (authorities.length + signals.length === 0) return true;
  const stated = new Set(evidence.filter(({ present }) => present === 'yes').map(({ signal }) => signal));
  return authorities.includes(claimedAuthority?.id ?? '') || signals.some((signal) => stated.has(signal));
}

/** The region's own first place to report, then what the scam names, as far as it serves the region. */
function routesFor(scam: Scam | undefined, region: string, knowledge: Knowledge): ReportingRoute[] {
  const here = knowledge.reporting.filter((route) => servesRegion(route, region));
  const named = here.filter(({ id, first }) => !first && scam?.report.includes(id));
  return [...here.filter(({ first }) => first), ...named].slice(0, routesShown);
}

/** A national route serves all its parts; a route for one nation does not serve another. */
export function servesRegion({ regions }: Pick<ReportingRoute, 'regions'>, region: string): boolean {
  return regions.some((served) => served === '*' || served === region || region.startsWith(`${served}-`));
}

/** Whether a scam is seen in this region: in all of it, or in one nation of it. */
function isSeenIn({ regions }: Scam, region: string): boolean {
  return servesRegion({ regions }, region) || regions.some((seen) => seen.startsWith(`${region}-`));
}
