import type { Wording } from '../domain/knowledge.ts';

type Slots = Readonly<Record<string, string>>;

/** The wording of a language, of its main language when there is no closer one, or the first there is. */
export function wordingFor(language: string, wordings: readonly Wording[]): Wording {
  const main = language.split('-')[0];
  const chosen =
    wordings.find((wording) => wording.language === language) ??
    wordings.find((wording) => wording.language.split('-')[0] === main) ??
    wordings[0];
  return chosen ?? { language, sentences: {}, commands: {}, fillers: [], corrections: [], questions: [] };
}

/** An ISO date as people say it: "21 November 2026". What is no date is left as it is. */
export function dateInWords(date: string, language: string): string {
  const at = new Date(date);
  if (Number.isNaN(at.getTime())) return date;
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
}

/** A sentence with its slots filled. What fills a slot is never read for slots again, so people may type braces. */
export function sentence(wording: Wording, key: string, slots: Slots = {}): string {
  const text = wording.sentences[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (slot, name: string) => slots[name] ?? slot);
}
