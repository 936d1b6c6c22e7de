import type { Wording } from '../domain/knowledge.ts';

type Slots = Readonly<Record<string, string>>;

const wordless: Omit<Wording, 'language'> = {
  sentences: {},
  commands: {},
  fillers: [],
  corrections: [],
  questions: [],
  asides: {},
  emergencies: {},
  everyday: [],
  otherLanguages: {},
  rangBack: [],
  somebody: [],
  ringing: [],
  written: [],
};

/** The wording of a language, of its main language when there is no closer one, or the first there is. */
export function wordingFor(language: string, wordings: readonly Wording[]): Wording {
  const main = language.split('-')[0];
  const chosen =
    wordings.find((wording) => wording.language === language) ??
    wordings.find((wording) => wording.language.split('-')[0] === main) ??
    wordings[0];
  return chosen ?? { language, ...wordless };
}

/** An ISO date as people say it: "21 November 2026". What is no date is left as it is. */
export function dateInWords(date: string, language: string): string {
  const at = new Date(date);
  if (Number.isNaN(at.getTime())) return date;
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

/** More than these nobody needs named to see that it is elsewhere. */
const placesNamed = 2;

/** That a trick is mostly seen in these regions, in one line; nothing to say of none. */
export function tellSeenIn(wording: Wording, regions: readonly string[]): string[] {
  if (regions.length === 0) return [];
  const names = regions.slice(0, placesNamed).map((code) => placeInWords(code, wording));
  const others = regions.length > placesNamed ? [sentence(wording, 'seen-in.others')] : [];
  const list = new Intl.ListFormat(wording.language, { type: 'conjunction' });
  return [sentence(wording, 'seen-in', { places: list.format([...names, ...others]) })];
}

/** A region as people say it in a sentence. The wording has what the names of the language leave out: "the United States". */
function placeInWords(code: string, { language, sentences }: Wording): string {
  const [country = code] = code.split('-');
  const known = new Intl.DisplayNames(language, { type: 'region' });
  return sentences[`place.${code}`] ?? sentences[`place.${country}`] ?? known.of(country) ?? code;
}

/** A sentence with its slots filled. What fills a slot is never read for slots again, so people may type braces. */
export function sentence(wording: Wording, key: string, slots: Slots = {}): string {
  const text = wording.sentences[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => slots[name] ?? slot);
}
