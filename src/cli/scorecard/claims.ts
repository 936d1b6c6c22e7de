import type { Assessment } from '../../domain/assessment.ts';
import type { Authority } from '../../domain/knowledge.ts';

/**
 * Whether we understood whom the caller claims to speak for. Labels are free words ("Barclays fraud team"), ours is an
 * authority of the knowledge base and the words of the story. Right is: both are nobody, or a telling word of the label
 * is in a name of our authority, in its id, or in the words we quote. Words such as "team" or "officer" tell nothing,
 * unless the label has no others. More than six words are no answer: to quote the whole story would always be right.
 */
export function isRightClaim(
  label: string | null,
  claimed: Assessment['claimedAuthority'],
  authorities: ReadonlyMap<string, Authority>,
): boolean {
  if (label === null || !claimed) return label === null && !claimed;
  const names = authorities.get(claimed.id ?? '')?.names ?? [];
  const words = claimed.words.trim().split(/\s+/).length <= mostWords ? claimed.words : '';
  const ours = new Set([claimed.id ?? '', words, ...names].flatMap(stemsOf));
  return tellingStems(label).some((stem) => ours.has(stem));
}

const mostWords = 6;

function tellingStems(label: string): string[] {
  const stems = stemsOf(label);
  const telling = stems.filter((stem) => !plain.has(stem));
  return telling.length > 0 ? telling : stems;
}

/** Small letters, no apostrophes, no plural; abbreviations of a role count as the role. */
function stemsOf(text: string): string[] {
  const words =
    text
      .toLowerCase()
      .replaceAll(/['’]s?\b/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) => sameAs[word] ?? word.replace(/(?<=\p{L}{3})s$/u, ''));
}

const sameAs: Readonly<Record<string, string>> = {
  dc: 'police',
  pc: 'police',
  pcso: 'police',
  detective: 'police',
  constable: 'police',
  sergeant: 'police',
  policing: 'police',
  constabulary: 'police',
  gardaí: 'garda',
  helpdesk: 'it',
  ceo: 'director',
  cfo: 'director',
  boss: 'director',
};

const plain = new Set(
  'a an the of for from and then or to in on at by our own their with as one caller person man woman team department dept desk office officer support service services centre agent adviser advisor rep manager line group company firm business unit section staff help say he she someone somebody based side'
    .split(' ')
    .flatMap(stemsOf),
);
