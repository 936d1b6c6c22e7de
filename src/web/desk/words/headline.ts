/** The headline as it goes into tickets begins with `[P1] `; the desk shows the priority beside it. */
export const headlineWithoutPriority = (headline: string): string => headline.replace(/^\[P[1-4]\]\s*/, '');
