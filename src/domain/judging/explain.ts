import type { Reason, Rule, Verdict } from '../assessment.ts';
import type { Evidence, Origin } from '../evidence.ts';
import type { Scam, Signal, Weights } from '../knowledge.ts';
import type { Prepared } from '../prepare.ts';
import { shorten } from '../shorten.ts';
import { riskWeightOf } from './weigh.ts';

type Judged = { verdict: Verdict; evidence: readonly Evidence[]; scam: Scam | undefined; weights: Weights };
type Found = { quote: string; rule: Rule; weight: number };

/** More than this nobody reads with a caller in one ear. */
const rulesShown = 4;
/** A quote is there to be recognised, not to be read again. */
const quoteCharacters = 100;
/** Being on the line is a reason to hurry, not to doubt. */
const liveSignal = 'live-call';
/** Selling is lawful: it explains a sales call, and never a stop. */
const sellingSignal = 'sales-pitch';

/**
 * The few reasons that tell most, strongest first: what the person told (several rules under one quote), the rules it
 * met with a dated public source each, and the scam that it looks like, when the verdict rests on one.
 */
export function explain({ verdict, evidence, scam, weights }: Judged, ready: Prepared): Reason[] {
  const found = evidence
    .filter(({ present, signal }) => present === 'yes' && isTelling(signal, verdict, ready))
    .map((item) => foundIn(item, weights, ready))
    .toSorted((one, other) => other.weight - one.weight);
  const told = group(found.slice(0, scam ? rulesShown - 1 : rulesShown));
  const isLed = (found[0]?.weight ?? 0) >= leading;
  return scam ? [...told.slice(0, isLed ? 1 : 0), scamReason(scam), ...told.slice(isLed ? 1 : 0)] : told;
}

/** What speaks for the caller, in the person's own words. It proves nothing, so it stands apart from the reasons. */
export function quotesFor(evidence: readonly Evidence[], signals: readonly Signal[]): string[] {
  const reassuring = new Set(signals.filter(({ bearing }) => bearing === 'reassurance').map(({ id }) => id));
  const stated = evidence.filter(({ signal, present }) => present === 'yes' && reassuring.has(signal));
  return stated
    .map(({ origin }) => recognisable(quoteOf(origin)))
    .filter((quote, at, all) => all.findIndex((other) => other.includes(quote)) === at);
}

/** Only a warning is a reason to stop. An undecided call may rest on what proves nothing, which is worth being told. */
function isTelling(signal: string, verdict: Verdict, { signals }: Prepared): boolean {
  const bearing = signals.get(signal)?.bearing;
  switch (verdict) {
    case 'stop-scam':
    case 'stop-unsafe':
      return bearing === 'warning' && signal !== sellingSignal;
    case 'call-back':
    case 'unwanted':
      return bearing === 'warning' || (bearing === 'circumstance' && signal !== liveSignal);
    case 'proved':
      return false;
  }
}

function foundIn(item: Evidence, weights: Weights, ready: Prepared): Found {
  const weight = importance(item, weights, ready);
  return {
    weight,
    quote: recognisable(quoteOf(item.origin)),
    rule: ruleMet(item, ready),
  };
}

/** The rule of the signal; for a number, what is known of its kind. */
function ruleMet({ signal, origin }: Evidence, ready: Prepared): Rule {
  const known = origin.kind === 'number-check' ? ready.numberRules.get(origin.finding) : undefined;
  const rule = ready.signals.get(signal);
  return {
    text: known?.proves ?? rule?.rule ?? '',
    source: (known ?? rule)?.sources[0],
    entry: { kind: 'signal', id: signal },
  };
}

/** From here on a warning says more than that the call looks like a known scam. */
const leading = 10;

/** A decisive request explains a stop better than any learned weight, and any warning better than a circumstance. */
function importance({ signal }: Evidence, weights: Weights, ready: Prepared): number {
  const byRisk = { decisive: 20, high: 13, some: 11 };
  const known = ready.signals.get(signal);
  const asked = known?.requestRisk ? byRisk[known.requestRisk] : 0;
  const base = known?.bearing === 'warning' ? Math.max(asked, leading) : 0;
  return base + riskWeightOf(`signal:${signal}=yes`, weights.models);
}

/** Rules that met the same words stand under one quote; of two quotes that overlap, the longer says more. */
function group(found: readonly Found[]): Extract<Reason, { kind: 'told' }>[] {
  const whole = found.map(({ quote, rule }) => ({ quote: widest(quote, found), rule }));
  const quotes = [...new Set(whole.map(({ quote }) => quote))];
  return quotes.map((quote) => ({
    kind: 'told',
    quote,
    rules: whole.filter((one) => one.quote === quote).map(({ rule }) => rule),
  }));
}

function widest(quote: string, found: readonly Found[]): string {
  const around = found.map((one) => one.quote).filter((other) => other.includes(quote));
  return around.reduce((best, other) => (other.length > best.length ? other : best), quote);
}

function scamReason({ id, title, summary, sources }: Scam): Reason {
  return { kind: 'scam', title, summary, source: sources[0], entry: { kind: 'scam', id } };
}

function quoteOf(origin: Origin): string {
  switch (origin.kind) {
    case 'story':
      return origin.quote;
    case 'answer':
      return origin.choice;
    case 'number-check':
      return origin.number;
  }
}

function recognisable(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim(), quoteCharacters);
}
