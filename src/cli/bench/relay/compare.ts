import type { Side } from './relay.ts';

/** How what arrived differs from what was accepted. */
export type Difference = {
  side: string;
  where: string;
  lost: string[];
  doubled: string[];
  disordered: boolean;
};

/** Every way in which one direction of a relay can be read, beside what was sent in it. Only what differs comes back. */
export async function compare(side: Side): Promise<Difference[]> {
  const sent = side.sent.map(({ text }) => text);
  const [read, own] = await Promise.all([side.read(), side.readOwn()]);
  const places = { 'by whom it was for': read, 'by who said it': own, 'as it came': side.seen() };
  return Object.entries(places).flatMap(
    ([where, got]) => differ({ side: side.name, where, sent, got }) ?? [],
  );
}

/** `undefined` when the same was got in the same order. */
export function differ({
  side,
  where,
  sent,
  got,
}: {
  side: string;
  where: string;
  sent: readonly string[];
  got: readonly string[];
}): Difference | undefined {
  const lost = sent.filter((text) => !got.includes(text));
  const doubled = got.filter((text, place) => got.indexOf(text) !== place);
  const wanted = sent.filter((text) => got.includes(text));
  const first = got.filter((text, place) => got.indexOf(text) === place);
  const disordered = wanted.join('\n') !== first.join('\n');
  if (lost.length === 0 && doubled.length === 0 && !disordered) return undefined;
  return { side, where, lost, doubled, disordered };
}
