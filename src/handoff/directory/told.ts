/** What is wrong, why it matters, and what to write instead. */
export type Told = { what: string; why: string; fix: string };

/** The beginning of what was typed: enough to find it by. */
export function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
