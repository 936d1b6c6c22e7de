import { servesRegion } from '../domain/advice.ts';

const language = 'en-GB';
const countries = new Intl.DisplayNames(language, { type: 'region' });
const list = new Intl.ListFormat(language, { type: 'conjunction' });

/** Parts of a country that reporting tells apart; the names that browsers know end at countries. */
const nations: Readonly<Record<string, string>> = {
  'GB-ENG': 'England',
  'GB-NIR': 'Northern Ireland',
  'GB-SCT': 'Scotland',
  'GB-WLS': 'Wales',
};

/** A region code as people say it. */
export function regionName(code: string): string {
  if (code === '*') return 'everywhere';
  const [country = code] = code.split('-');
  return nations[code] ?? countries.of(country) ?? code;
}

/** "Germany and Austria". The whole of a country is not named beside its parts. */
export function regionsInWords(regions: readonly string[]): string {
  return list.format(regions.map(regionName));
}

/** Whether an entry is for people in this region: for all of it, or for one nation of it. */
export function isLocal(regions: readonly string[], region: string): boolean {
  return servesRegion({ regions }, region) || regions.some((code) => code.startsWith(`${region}-`));
}
