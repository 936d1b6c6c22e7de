import type { Knowledge, Scam } from '../../domain/knowledge.ts';
import type { Fault } from '../fault.ts';
import type { FieldPath } from '../file.ts';
import type { Locate } from '../references.ts';

/** Fewer than these and one lucky line passes for a test; fewer phrases and a twin cannot compete with its scam. */
const fewestExamples = 3;
const fewestPhrases = 5;
/** A phrase of this many words inside an example was copied, not met by chance. */
const copiedWords = 6;

type Line = { field: FieldPath; text: string };

/** Too few examples or twin phrases, and examples that were not written for the file. */
export function checkExampleLists({ scams }: Pick<Knowledge, 'scams'>, locate: Locate): Fault[] {
  const phrases = new Map(scams.flatMap((scam) => phrasesOf(scam).map((phrase) => [phrase, scam.id])));
  const seen = new Map<string, string>();
  return scams.flatMap((scam) => [
    ...tellTooFew(scam).map((fault) => ({ ...locate('scams', scam.id, fault.field), ...told(fault) })),
    ...examplesOf(scam).flatMap((example) => {
      const text = plain(example.text);
      const copied = findCopied(text, scam, phrases) ?? seen.get(text);
      seen.set(text, `an example of ${scam.id}`);
      return copied === undefined ? [] : [tellCopied(scam.id, example.field, copied, locate)];
    }),
  ]);
}

type TooFew = { field: FieldPath; what: string; fix: string };

function tellTooFew({ examples, twin }: Scam): TooFew[] {
  const counts = [
    {
      field: ['examples', 'caught'],
      name: 'caught examples',
      count: examples.caught.length,
      fewest: fewestExamples,
    },
    {
      field: ['examples', 'spared'],
      name: 'spared examples',
      count: examples.spared.length,
      fewest: fewestExamples,
    },
    { field: ['twin', 'phrases'], name: 'twin phrases', count: twin.phrases.length, fewest: fewestPhrases },
  ];
  return counts
    .filter(({ count, fewest }) => count < fewest)
    .map(({ field, name, count, fewest }) => ({
      field,
      what: `${count} ${name}, of at least ${fewest}`,
      fix: 'write more, each told another way',
    }));
}

function told({ what, fix }: TooFew): Pick<Fault, 'what' | 'why' | 'fix'> {
  return { what, fix, why: 'one way of telling it would decide for all' };
}

function examplesOf({ examples }: Scam): Line[] {
  const lines = (list: 'caught' | 'spared'): Line[] =>
    examples[list].map((text, at) => ({ field: ['examples', list, at], text }));
  return [...lines('caught'), ...lines('spared')];
}

function phrasesOf({ callersSay, staffSay, twin }: Scam): string[] {
  return [...callersSay, ...staffSay, ...twin.phrases].map((phrase) => plain(phrase));
}

/** Where an example comes from: word for word from any scam, or with a whole phrase of its own file in it. */
function findCopied(text: string, scam: Scam, phrases: ReadonlyMap<string, string>): string | undefined {
  const owner = phrases.get(text);
  if (owner !== undefined) return `a phrase of ${owner}`;
  const part = phrasesOf(scam).find(
    (phrase) => phrase.split(' ').length >= copiedWords && ` ${text} `.includes(` ${phrase} `),
  );
  return part === undefined ? undefined : `"${part}" of this file`;
}

function tellCopied(id: string, field: FieldPath, copied: string, locate: Locate): Fault {
  return {
    ...locate('scams', id, field),
    what: `this example repeats ${copied}`,
    why: 'what was learned by heart proves nothing',
    fix: 'write a story of its own, in other words',
  };
}

/** Words alone: neither capitals nor commas make a line a new one. */
function plain(text: string): string {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  );
}
