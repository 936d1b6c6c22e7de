import { defang } from '../../../dialog/defang.ts';

/** Words that may be a caller's: plain text, nothing in it can be clicked, and its writing direction stays its own. */
export function Told({ text }: { text: string }) {
  return <bdi className="told">{defang(text)}</bdi>;
}

export function Quote({ text }: { text: string }) {
  return (
    <blockquote className="quote">
      <Told text={text} />
    </blockquote>
  );
}
