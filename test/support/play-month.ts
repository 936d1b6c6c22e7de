import { createHmac } from 'node:crypto';
import { assess } from '../../src/domain/assess.ts';
import { acrossMs, placeOf, type Sighted } from '../../src/domain/campaigns.ts';
import { fingerprint } from '../../src/domain/fingerprint.ts';
import type { Knowledge } from '../../src/domain/knowledge.ts';
import { traitsOfCall } from '../../src/domain/traits.ts';
import { withNumbers } from '../../src/numbers/check.ts';
import { synthesiseMonth, type MonthSettings, type PlantedCall } from './synthetic-month.ts';

export type MonthFigures = {
  calls: number;
  planted: number;
  /** Planted campaigns that were open when their third call was told of, and those that ever were. */
  foundByThird: number;
  foundEver: number;
  /** Campaigns that no two calls of one planted campaign are in. */
  falseCampaigns: number;
  /** Calls that belong to a found campaign, and those of them that are no part of it. */
  members: number;
  strangers: number;
};

const hash = (text: string): string => createHmac('sha256', 'month').update(text).digest('hex').slice(0, 12);

/** Takes every call of a synthetic month in turn, judged as it would be, and counts what was found. */
export function playMonth(settings: MonthSettings, knowledge: Knowledge): MonthFigures {
  const month = synthesiseMonth(settings);
  const plans = new Map(month.map(({ id, plan }) => [id, plan]));
  const placed: Sighted[] = [];
  const told = new Map<string, number>();
  const foundAt = new Map<string, number>();
  let opened = 0;
  for (const call of month) {
    if (call.plan !== null) told.set(call.plan, (told.get(call.plan) ?? 0) + 1);
    const one = lookAt(call, knowledge);
    if (one === undefined) continue;
    const place = placeOf(
      one,
      placed.slice(-400).filter(({ atMs }) => atMs >= one.atMs - acrossMs),
    );
    placed.push(one);
    if (place.kind === 'joins') one.campaign = place.campaign;
    if (place.kind === 'opens') {
      opened += 1;
      for (const member of placed.filter(({ id }) => id === one.id || place.with.includes(id)))
        member.campaign = `CA-${opened}`;
    }
    const plan = one.campaign === null ? null : planOf(membersOf(placed, one.campaign), plans);
    if (plan !== null && !foundAt.has(plan)) foundAt.set(plan, told.get(plan) ?? 0);
  }
  return count(placed, plans, foundAt);
}

/** Everybody has been asked the four checks; here nobody knew whether a number showed, unless they told. */
const answers = [{ question: 'number-shown', choices: ['not-sure'] }];

function lookAt({ story, ...call }: PlantedCall, knowledge: Knowledge): Sighted | undefined {
  const judged = assess(withNumbers({ story, answers, proofs: [], region: 'GB' }, knowledge), knowledge);
  const traits = traitsOfCall({ story, teller: undefined }, judged, knowledge);
  const { id, client, reporter, atMs } = call;
  return traits && { id, client, reporter, atMs, print: fingerprint(traits, hash), campaign: null };
}

function membersOf(placed: readonly Sighted[], campaign: string): Sighted[] {
  return placed.filter((one) => one.campaign === campaign);
}

/** The planted campaign that two calls of these, and half of them at least, are part of. */
function planOf(members: readonly Sighted[], plans: ReadonlyMap<string, string | null>): string | null {
  const groups = Map.groupBy(members, ({ id }) => plans.get(id) ?? null);
  const planted = [...groups].find(
    ([plan, group]) => plan !== null && group.length >= 2 && group.length * 2 >= members.length,
  );
  return planted?.[0] ?? null;
}

function count(
  placed: readonly Sighted[],
  plans: ReadonlyMap<string, string | null>,
  foundAt: ReadonlyMap<string, number>,
): MonthFigures {
  const groups = [...Map.groupBy(placed, ({ campaign }) => campaign)].flatMap(([id, group]) =>
    id === null ? [] : [group],
  );
  const isFalse = (group: readonly Sighted[]): boolean =>
    [...Map.groupBy(group, ({ id }) => plans.get(id) ?? null)].every(
      ([plan, of]) => plan === null || of.length < 2,
    );
  const found = groups.filter((group) => !isFalse(group)).flat();
  return {
    calls: plans.size,
    planted: new Set([...plans.values()].filter((plan) => plan !== null)).size,
    foundByThird: [...foundAt.values()].filter((at) => at <= 3).length,
    foundEver: foundAt.size,
    falseCampaigns: groups.filter(isFalse).length,
    members: found.length,
    strangers: found.filter(({ id }) => plans.get(id) === null).length,
  };
}
