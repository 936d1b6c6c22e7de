import type { Row } from './rows.ts';

/** What the rows teach about one yes-or-no matter. `labelOf` leaves a row out by `undefined`. */
export type Matter = {
  name: string;
  labelOf: (row: Row) => boolean | undefined;
  weightOf: (row: Row) => number;
  /** How freely a feature may be used; `rarity` is 1 + ln(rows / rows that hold it). */
  scaleOf: (feature: string, rarity: number) => number;
};

/** Scams against genuine calls and ordinary messages. */
export function matterOfRisk(): Matter {
  return {
    name: 'risk',
    labelOf: ({ label }) => (label === 'ambiguous' ? undefined : label === 'scam'),
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
    labelOf: ({ origin, label }) => (origin === 'answered story' ? undefined : label !== 'none'),
    weightOf: ({ label, weight }) => (label === 'none' ? ordinaryWeight : weight),
  };
}

/** Whether a story states a signal, learned from the stories that somebody labelled. */
export function matterOfSignal(id: string): Matter {
  return {
    name: id,
    labelOf: ({ origin, label, signals }) =>
      origin === 'story' && (label === 'none' || Object.keys(signals).length > 0)
        ? signals[id] === true
        : undefined,
    weightOf: ({ weight }) => weight,
    scaleOf: (feature, rarity) =>
      isPhrase(feature) ? phraseScale(rarity) : feature.startsWith('signal:') ? 1 : 0,
  };
}

function isPhrase(feature: string): boolean {
  return feature.startsWith('said:') || feature.startsWith('words:');
}

/** Chosen by held-out families: rare phrases tell most when they may, and a stated signal less than its share of rows. */
const statedScale = 0.5;

function phraseScale(rarity: number): number {
  return 0.04 * rarity ** 1.5;
}
