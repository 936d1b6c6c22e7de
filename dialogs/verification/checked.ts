import type { Block, Card } from '../../src/dialog/effect.ts';
import type { Proof, ProofKind } from '../../src/domain/evidence.ts';
import { whoIs } from '../handoff/who.ts';
import { text, type Talk } from '../talk.ts';

/** What a check showed, on the card with our answer: also what it does not show. */
export function provedLines(talk: Talk): Pick<Card, 'heading' | 'summary' | 'blocks'> {
  const kind = lastProof(talk, 'genuine')?.kind ?? 'callback';
  const lines = [
    provedText(talk),
    ...(kind === 'callback' ? [] : [about(talk, `proved.limit-${kind}`)]),
    ...secondWay(talk, kind),
    ...(kind === 'callback' || kind === 'technician-code' ? [text(talk, 'proved.usual')] : []),
  ];
  return {
    heading: about(talk, `proved.heading-${kind}`),
    summary: about(talk, `proved.summary-${kind}`),
    blocks: lines.map((line): Block => ({ kind: 'text', text: line })),
  };
}

export function provedText(talk: Talk): string {
  return about(talk, `proved.text-${lastProof(talk, 'genuine')?.kind ?? 'callback'}`);
}

function about(talk: Talk, key: string): string {
  const by = lastProof(talk, 'genuine')?.by ?? '';
  return text(talk, key, { by, who: whoIs(talk, by) });
}

/** Whoever holds a colleague's account can answer for them: where the organisation says so, one way to check is too few. */
function secondWay(talk: Talk, kind: ProofKind): string[] {
  const { payments, language } = talk.context;
  if (payments === undefined || kind === 'callback' || kind === 'technician-code') return [];
  const { above, currency } = payments;
  const style = { style: 'currency', currency, maximumFractionDigits: 0 } as const;
  const amount = new Intl.NumberFormat(language, style).format(above);
  return [text(talk, 'proved.second-way', { amount, by: lastProof(talk, 'genuine')?.by ?? '' })];
}

/** Why a caller is not who they said. */
export function deniedText(talk: Talk): string {
  const proof = lastProof(talk, 'denied');
  return text(talk, `stop.denied-${wayOf(proof)}`, { by: proof?.by ?? '' });
}

/** A proof as a technician reads it. */
export function tellProof(talk: Talk, proof: Proof): string {
  const way = wayOf(proof);
  return text(talk, way === 'nobody' ? 'proof.nobody' : `proof.${way}-${proof.outcome}`, {
    by: proof.by ?? '',
  });
}

/** That no technician claimed the call is told otherwise than that the words were wrong. */
function wayOf(proof: Proof | undefined): ProofKind | 'nobody' {
  const isUnclaimed =
    proof?.kind === 'technician-code' && proof.outcome === 'denied' && proof.by === undefined;
  return isUnclaimed ? 'nobody' : (proof?.kind ?? 'callback');
}

function lastProof({ state }: Talk, outcome: Proof['outcome']): Proof | undefined {
  return state.proofs.findLast((proof) => proof.outcome === outcome);
}
