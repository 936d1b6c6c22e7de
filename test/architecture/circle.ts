/** The first circle found, as the parts in order; empty when there is none. */
export function findCircle(edges: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const done = new Set<string>();
  const visit = (part: string, path: readonly string[]): string[] => {
    if (path.includes(part)) return [...path.slice(path.indexOf(part)), part];
    if (done.has(part)) return [];
    done.add(part);
    for (const next of edges.get(part) ?? []) {
      const circle = visit(next, [...path, part]);
      if (circle.length > 0) return circle;
    }
    return [];
  };
  for (const part of edges.keys()) {
    const circle = visit(part, []);
    if (circle.length > 0) return circle;
  }
  return [];
}
