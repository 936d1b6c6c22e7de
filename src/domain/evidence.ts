/** What a signal can be known to be. `unsure` is an answer too: it ends the question. */
export type Presence = 'yes' | 'no' | 'unsure';

/** How we know. Only a `proof` can move identity; a caller's own words never can. */
export type Origin =
  | { kind: 'story'; quote: string }
  | { kind: 'answer'; question: string; choice: string }
  | { kind: 'number-check'; number: string; finding: string };

/** One observable thing about a call, and how we know it. `signal` is a file name in `knowledge/signals/`. */
export type Evidence = { signal: string; present: Presence; origin: Origin };

/** The ways a caller's identity can be settled; each is logged when it happens. `at` is an ISO 8601 time. */
export type Proof = {
  kind: 'callback' | 'technician-code' | 'colleague-confirmation';
  outcome: 'genuine' | 'denied';
  at: string;
};

/** What has already happened. Containment comes before everything else when this is not empty. */
export const harms = ['remote-access', 'credentials', 'money', 'data', 'software'] as const;
export type Harm = (typeof harms)[number];

/** An answer to a question: the ids of the choices taken (one, unless the question allows many). */
export type Answer = { question: string; choices: readonly string[] };

/**
 * All that is known of one reported call. The verdict is computed from this every time and never stored.
 * `region` is an ISO 3166 code, optionally with a nation (`GB-SCT`), as in `knowledge/reporting/`.
 */
export type Call = {
  story: string;
  answers: readonly Answer[];
  proofs: readonly Proof[];
  region: string;
};
