import Fuse from 'fuse.js';

/** The known name that looks most like a misspelt one, or undefined when none comes near. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const index = new Fuse([...known], { threshold: 0.5, ignoreLocation: true });
  return index.search(name.slice(0, 60))[0]?.item;
}

/** What to do about an unknown name: the nearest known one, all of a few, or what else to do. */
export function suggestName(name: string, known: readonly string[], otherwise = 'remove it'): string {
  const nearest = nearestName(name, known);
  if (nearest) return `did you mean "${nearest}"?`;
  return known.length > 0 && known.length <= 12 ? `use one of: ${known.join(', ')}` : otherwise;
}
