/** What the search says; the rest of the page comes with its words. */
export const words = {
  tell(query: string, results: number): string {
    if (results === 0) return `Nothing fits “${query}”. Try fewer words, or the name they gave.`;
    return results === 1 ? 'One entry fits.' : `${results} entries fit, the best first.`;
  },
} as const;
