import type { Row } from './rows.ts';

/** What the rows teach about one yes-or-no matter. `labelOf` leaves a row out by `undefined`; `either` is half a yes and half a no. */
export type Matter = {
  name: string;
  labelOf: (row: Row) => boolean | 'either' | undefined;
  weightOf: (row: Row) => number;
  /** How freely a feature may be used; `rarity` is 1 + ln(rows / rows that hold it). */
  scaleOf: (feature: string, rarity: number) => number;
  /** Smaller weights are left out: they would only make the file longer, and change the area under the curve by less than 0.003. */
  smallestWeight: number;
};

/** Scams against genuine calls, with what nobody could tell in the middle: a vague story is no scam for want of reassurance. Ordinary messages are left to `topic`: learned here too, they blur what a genuine call is. */
export function matterOfRisk(): Matter {
  return {
    name: 'risk',
    smallestWeight: 0.06,
    labelOf: ({ label }) => {
      if (label === 'ambiguous') return 'either';
      return isJudged(label) ? label === 'scam' : undefined;
    },
    weightOf: ({ weight }) => weight,
    scaleOf: (feature, rarity) => (isPhrase(feature) ? phraseScale(rarity) : statedScale),
  };
}

/** Messages about a caller against ordinary helpdesk messages, which are fewer and so count more. */
export function matterOfTopic(rows: readonly Row[]): Matter {
  const stories = rows.filter(({ origin }) => origin === 'story');
  const ordinary = stories.filter(({ label }) => label === 'none').length;
  const ordinaryWeight = stories.length / Math.max(1, ordinary) / 2;
  return {
    ...matterOfRisk(),
    name: 'topic',
    smallestWeight: 0.08,
    labelOf: ({ origin, label }) =>
      origin === 'story' || origin === 'knowledge' ? label !== 'none' : undefined,
    weightOf: ({ label, weight }) => (label === 'none' ? ordinaryWeight : weight),
  };
}

/** What is unsafe whoever asks, against genuine calls: scams that ask for less are left out, as they would blur it. */
export function matterOfUnsafe(): Matter {
  return {
    ...matterOfRisk(),
    name: 'unsafe',
    smallestWeight: 0.08,
    labelOf: ({ label, decisive }) => {
      if (!isJudged(label)) return undefined;
      return label === 'legit' ? false : decisive || undefined;
    },
  };
}

/** Whether a story states a signal, learned from the stories that somebody labelled. */
export function matterOfSignal(id: string): Matter {
  return {
    name: id,
    smallestWeight: 0.1,
    labelOf: ({ origin, label, signals }) =>
      origin === 'story' && (label === 'none' || Object.keys(signals).length > 0)
        ? signals[id] === true
        : undefined,
    weightOf: ({ weight }) => weight,
    scaleOf: (feature, rarity) =>
      isPhrase(feature) ? phraseScale(rarity) : feature.startsWith('signal:') ? 1 : 0,
  };
}

function isJudged(label: Row['label']): boolean {
  return label === 'scam' || label === 'legit';
}

function isPhrase(feature: string): boolean {
  return feature.startsWith('said:') || feature.startsWith('words:');
}

/** Chosen by held-out families: rare phrases tell most when they may, and a stated signal less than its share of rows. */
const statedScale = 0.5;

function phraseScale(rarity: number): number {
  return 0.04 * rarity ** 1.5;
}
