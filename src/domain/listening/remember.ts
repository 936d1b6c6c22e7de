/** `work` that works out each word once, since words repeat within a story and from story to story. It forgets them all at `most`. */
export function remember<Answer>(most: number, work: (word: string) => Answer): (word: string) => Answer {
  const known = new Map<string, Answer>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const answer = work(word);
    if (known.size >= most) known.clear();
    known.set(word, answer);
    return answer;
  };
}
