/**
 * Letters that look Latin and are not, each followed by the one it looks like. Whoever hides words from a reader by
 * machine takes these; the list is short because only whole words that turn out to be known count.
 */
const lookalikes = new Map(
  [
    ...'аaеeоoрpсcхxуyіiјjѕsԁdһhкkмmтtвbнhԛqԝwпnгrиuαaβbεeηnιiκkνvοoρpτtυuχx'.matchAll(
      /(\P{Script=Latin})(\p{Script=Latin})/gu,
    ),
  ].map(([, strange = '', plain = '']) => [strange, plain]),
);
const digits: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
};
const unseen = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/gu;

/** A word in small plain letters: without apostrophes and letters nobody sees, and with "g3nuine" read as it is meant. */
export function foldWord(raw: string): string {
  const small = raw.normalize('NFKC').replace(unseen, '').replace(/['’]/g, '').toLowerCase();
  const plain = /[a-z]/.test(small) ? replaceEach(small, (letter) => lookalikes.get(letter)) : small;
  if (!/[a-z].*[a-z]|^[@$]?[a-z]/.test(plain) || !/[\d@$]/.test(plain)) return plain;
  const read = replaceEach(plain, (letter) => digits[letter]);
  return /^[a-z]+$/.test(read) ? read : plain;
}

function replaceEach(word: string, by: (letter: string) => string | undefined): string {
  return /^[a-z]*$/.test(word) ? word : Array.from(word, (letter) => by(letter) ?? letter).join('');
}
