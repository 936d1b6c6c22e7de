import { namedScam } from './advice.ts';
import type { Assessment, Reason, Verdict } from './assessment.ts';
import type { Call, Evidence, Harm, NumberCheck, Proof } from './evidence.ts';
import { gather, type Findings } from './gather.ts';
import type { Knowledge, Signal, Weights, RequestRisk } from './knowledge.ts';
import { explain } from './judging/explain.ts';
import { arranged, isOurTechnician, requestRiskOf } from './judging/request-risk.ts';
import { decideVerdict, identityOf, type Grounds } from './judging/verdict.ts';
import { weigh } from './judging/weigh.ts';
import { retellUndictated } from './listening/dictation.ts';
import { clearScam, toMatches } from './matching/rank.ts';
import { markNumbers, settledByNumbers, withHidden } from './numbers.ts';
import { prepare, type Prepared } from './prepare.ts';

/** From here on a call looks more like a scam than not. */
const evenOdds = 0.5;
/** From here on a message that tells of harm is seen to as a call: below it, on labelled stories, it is everyday work. */
const mayBeCall = 0.25;
/** Below this a call sounds honest through and through: on labelled stories hardly any scam does. */
const honest = 0.1;

/**
 * Judges one call from all that is known of it. Pure and total: odd input gives a cautious answer, never an exception.
 * Words meant for the bot never make a verdict more harmless: the story is judged without them too, and the harshest of
 * the verdicts stands.
 */
export function assess(call: Call, knowledge: Knowledge): Assessment {
  const ready = prepare(knowledge);
  const whole = gather(call, ready);
  const judged = conclude(call, whole, knowledge);
  if (judged.verdict === 'stop-scam') return judged;
  const { words } = ready.models;
  const isOrdinary = judged.topic === 'other';
  const told = retellUndictated(call.story, whole.dictatedAt, isOrdinary, (word) => words.has(word));
  const retold = told.map((story) => gather({ ...call, story }, ready));
  const warnings = warningsOf([whole, ...retold], ready);
  return retold.reduce((harshest, findings) => {
    const other = conclude(call, withWarnings(findings, warnings, whole), knowledge);
    return isHarsher(other, harshest) ? other : harshest;
  }, judged);
}

/** What warns against the caller counts wherever it was said, and also where other words drowned it. */
function warningsOf(tellings: readonly Findings[], ready: Prepared): Evidence[] {
  return tellings.flatMap(({ evidence }) => evidence.filter((item) => isWarning(item, ready)));
}

function withWarnings(
  retold: Findings,
  warnings: readonly Evidence[],
  { dictatedAt, cut }: Findings,
): Findings {
  const bySignal = new Map([...warnings, ...retold.evidence].map((item) => [item.signal, item]));
  return { ...retold, evidence: [...bySignal.values()], dictatedAt, cut };
}

const harshness: Record<Verdict, number> = {
  proved: 0,
  unwanted: 1,
  'call-back': 2,
  'stop-unsafe': 3,
  'stop-scam': 4,
};

function isHarsher(one: Assessment, other: Assessment): boolean {
  const difference = rank(one) - rank(other);
  return difference === 0 ? one.risk > other.risk : difference > 0;
}

function rank({ verdict, topic }: Assessment): number {
  return harshness[verdict] + (topic === 'call' ? 0.5 : 0);
}

function conclude(call: Call, findings: Findings, knowledge: Knowledge): Assessment {
  const ready = prepare(knowledge);
  const { weights } = knowledge;
  const { evidence, rivals, cut } = findings;
  const { sounds, ...judgement } = judge(call, findings, weights, ready);
  const named = ready.scams.get(namedScam(judgement) ?? '');
  const numbers = withHidden(call.numbers ?? [], evidence);
  const reasons = explain({ verdict: judgement.verdict, evidence, scam: named, weights }, ready);
  return {
    ...judgement,
    live: evidence.find(({ signal }) => signal === 'live-call')?.present ?? 'unsure',
    evidence,
    claimedAuthority: claimedBy(findings, sounds),
    numbers,
    matches: toMatches(rivals),
    reasons: reasons.map((reason) => markReason(reason, numbers, knowledge)),
    cut,
  };
}

/**
 * How much must speak for a name, above "nobody is named", to be taken for the caller: little in a call, where somebody
 * mostly is. Measured on our own labelled stories.
 */
const leastLead = { call: -1, other: 3 };

function claimedBy({ claim }: Findings, sounds: Judgement['sounds']): Assessment['claimedAuthority'] {
  return claim && claim.lead >= leastLead[sounds] ? { id: claim.id, words: claim.words } : undefined;
}

/** A number that the caller gave is never shown as one to ring, not even in the person's own words. */
function markReason(reason: Reason, numbers: readonly NumberCheck[], knowledge: Knowledge): Reason {
  if (reason.kind === 'scam') return reason;
  return { ...reason, quote: markNumbers(reason.quote, numbers, knowledge) };
}

type Judgement = Pick<
  Assessment,
  'verdict' | 'risk' | 'requestRisk' | 'identity' | 'topic' | 'harm' | 'likelyScam'
> & {
  /** What the message is more likely about, though not surely enough to begin the questions. */
  sounds: Assessment['topic'];
};

function judge(call: Call, findings: Findings, weights: Weights, ready: Prepared): Judgement {
  const { evidence, features, worded, rivals } = findings;
  const [risk = 0, topic = 0, unsafe = 0] = weigh(features, ready.models, worded);
  const harm = harmDone(findings, risk);
  const requestRisk = requestRiskOf(evidence, ready.signals, call.proofs);
  const identity = identityOf(call.proofs);
  const likelyScam = clearScam(rivals);
  const isSurelyCall =
    call.answers.length + call.proofs.length > 0 ||
    findings.dictatedAt.length > 0 ||
    topic >= weights.callAt ||
    (topic >= evenOdds && (isDangerous(requestRiskOf(findings.stated, ready.signals)) || isTerse(findings)));
  // What may be a call and sounds like a scam, or has done harm, is seen to first; it takes more to be told to hang up.
  const isCall =
    isSurelyCall ||
    (harm.length > 0 && topic >= mayBeCall) ||
    (topic >= evenOdds && risk >= weights.concludeAt);
  const grounds: Grounds = {
    requestRisk,
    identity,
    risk,
    unsafe,
    confirmed: harm.length > 0 || isConfirmed(evidence, risk, ready.signals, call.proofs),
    stopAt: isToldInFull(call, findings) ? weights.concludeAt : weights.stopAt,
    warned: evidence.some((item) => isWarning(item, ready)),
    selling: evidence.some(({ signal, present }) => signal === 'sales-pitch' && present === 'yes'),
    isKnown: likelyScam !== undefined,
  };
  const verdict = isSurelyCall ? decideVerdict(grounds, weights) : 'call-back';
  const sounds = isCall || topic >= evenOdds ? 'call' : 'other';
  return { verdict, risk, requestRisk, identity, topic: isCall ? 'call' : 'other', sounds, harm, likelyScam };
}

/** "Somebody from HMRC rang" and "a man rang about invoices" say all there is to say yet. */
function isTerse({ claim, wording, stated }: Findings): boolean {
  const isNamed = claim?.id !== undefined && claim.lead >= leastLead.call;
  const hasRung = stated.some(({ signal, present }) => signal === 'unsolicited' && present === 'yes');
  return (isNamed || hasRung) && wording.typed.length < fewWords;
}

/** A message that asks for something dangerous is about a call, even when that is only the more likely way. */
function isDangerous(risk: RequestRisk): boolean {
  return risk === 'decisive' || risk === 'high';
}

/** "I paid the invoice" is harm when a scam asked for it, and everyday work when a genuine call did. */
function harmDone({ harm }: Findings, risk: number): Harm[] {
  return [...new Set([...harm.told, ...(risk >= evenOdds ? harm.heard : [])])];
}

/** The four checks that an undecided call never ends without. */
export const namedChecks = [
  'withheld-number',
  'claimed-authority',
  'payment-request',
  'remote-access-request',
] as const;

/** A story in fewer words says too little for "the more likely way": it is told stop only when that is sure. */
const fewWords = 12;

function isToldInFull({ answers, numbers }: Call, { evidence, wording }: Findings): boolean {
  const known = new Set([...evidence.map(({ signal }) => signal), ...settledByNumbers(numbers)]);
  const isAnswered = answers.length > 0 && namedChecks.every((signal) => known.has(signal));
  return isAnswered && wording.typed.length >= fewWords;
}

/** A phone number alone tells nobody to hang up: it is the least that a caller has to get right. */
function isWarning({ signal, present, origin }: Evidence, { signals }: Prepared): boolean {
  return present === 'yes' && origin.kind !== 'number-check' && signals.get(signal)?.bearing === 'warning';
}

/**
 * Whether a decisive request was answered to a question, which one that was only heard is not. Help on a computer and a
 * collection are also asked for by those whom we asked, so these count unless the whole sounds honest.
 */
function isConfirmed(
  evidence: readonly Evidence[],
  risk: number,
  signals: ReadonlyMap<string, Signal>,
  proofs: readonly Proof[],
): boolean {
  return evidence.some(({ signal, present, origin }) => {
    const known = signals.get(signal);
    const isDecisive = origin.kind === 'answer' && present === 'yes' && known?.requestRisk === 'decisive';
    const isHonest = risk < honest || isOurTechnician(proofs);
    return isDecisive && !(isHonest && known.softenedBy.includes(arranged));
  });
}
