/** What a signal can be known to be. `unsure` is an answer too: it ends the question. */
export type Presence = 'yes' | 'no' | 'unsure';

/** How we know. Only a `proof` can move identity; a caller's own words never can. */
export type Origin =
  | { kind: 'story'; quote: string }
  | { kind: 'answer'; question: string; choice: string }
  | { kind: 'number-check'; number: string; finding: NumberKind };

/** One observable thing about a call, and how we know it. `signal` is a file name in `knowledge/signals/`. */
export type Evidence = { signal: string; present: Presence; origin: Origin };

/** What a telephone number can turn out to be; what each proves stands in `knowledge/numbers/`. */
export const numberKinds = [
  'valid',
  'impossible',
  'premium-rate',
  'personal',
  'drama',
  'withheld',
  'international',
  'short-code',
  'directory',
] as const;
export type NumberKind = (typeof numberKinds)[number];

/** A telephone number that was told. It is looked at before a call is judged; nothing looks it up. */
export type NumberCheck = {
  /** As the person wrote it. */
  number: string;
  kind: NumberKind;
  /** The caller's, as it `showed` or as they `gave` it; `ours`, or found by us; or nobody said whose. */
  whose: 'showed' | 'given' | 'ours' | 'unclear';
  /** The entry of the directory that it is. */
  held: { name: string; since: string } | undefined;
};

/** The ways a caller's identity can be settled; each is logged when it happens. `at` is an ISO 8601 time. */
export const proofKinds = ['callback', 'technician-code', 'colleague-confirmation', 'passphrase'] as const;
export type ProofKind = (typeof proofKinds)[number];
export type Proof = {
  kind: ProofKind;
  outcome: 'genuine' | 'denied';
  at: string;
  /** Who vouched for the caller, or said that it was not them. */
  by?: string;
  /** The colleague that the caller said they were. */
  about?: string;
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
  /** The numbers in the story, checked; without them the call is judged by its words alone. */
  numbers?: readonly NumberCheck[];
};
