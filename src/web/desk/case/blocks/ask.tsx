import type { Brief } from '../../api/types.ts';
import { Quote } from '../../show/told.tsx';
import { Block } from '../block.tsx';

export function AskBlock({ brief: { ask, story } }: { brief: Brief }) {
  return (
    <Block id="ask" title="What the caller wanted">
      {ask.length === 0 && <p>No request was told.</p>}
      <ul className="asks">
        {ask.map(({ signal, title, words }) => (
          <li key={signal}>
            <strong>{title}</strong>
            {words !== '' && <Quote text={words} />}
          </li>
        ))}
      </ul>
      {story !== '' && (
        <details open>
          <summary>The whole story, in their words</summary>
          <Quote text={story} />
        </details>
      )}
    </Block>
  );
}
