import type { StoredCase } from '../../storage/port.ts';
import type { CaseDetail, DeskBrief } from './api.ts';
import type { DeskOptions } from './options.ts';
import { readBrief } from './read-brief.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** A caller at work rings within weeks; an older case with the same story is another campaign. */
const windowDays = 30;
const shownCases = 5;

/**
 * Cases that look like the same caller: the same number, or the same scam by whoever claims the same. Of other clients nothing
 * but how many.
 */
export async function findRelated(
  { storage }: DeskOptions,
  found: StoredCase,
): Promise<CaseDetail['related']> {
  const marks = marksOf(readBrief(found));
  const since = new Date(Date.parse(found.openedAt) - windowDays * dayMs).toISOString();
  const texts = marks.flatMap(({ texts: [text] }) => text);
  const others = (await storage.casesHolding(texts, since)).filter(({ id }) => id !== found.id);
  const alike = others.filter((other) => sharesMark(readBrief(other), marks));
  const near = alike.filter(({ client }) => client === found.client);
  return {
    sameClient: near.length,
    elsewhere: alike.length - near.length,
    cases: near
      .slice(0, shownCases)
      .map((one) => ({ id: one.id, headline: readBrief(one).headline, openedAt: one.openedAt })),
  };
}

/** What gives a caller away; all `texts` of one mark must be the same. */
type Mark = { texts: readonly [string, ...string[]] };

function marksOf({ caller, judgement }: DeskBrief): Mark[] {
  const numbers = caller.numbers.filter(({ whose }) => whose !== 'ours');
  const pattern =
    judgement?.scam && caller.claimed !== undefined
      ? [[judgement.scam.id, plain(caller.claimed)] as const]
      : [];
  return [
    ...numbers.map(({ number }) => ({ texts: [number] as const })),
    ...pattern.map((texts) => ({ texts })),
  ];
}

function sharesMark(brief: DeskBrief, marks: readonly Mark[]): boolean {
  const keys = new Set(marks.map(keyOf));
  return marksOf(brief).some((mark) => keys.has(keyOf(mark)));
}

function keyOf({ texts }: Mark): string {
  return JSON.stringify(texts);
}

function plain(claimed: string): string {
  return claimed.toLowerCase().trim();
}
