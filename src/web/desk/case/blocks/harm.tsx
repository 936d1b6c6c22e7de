import type { Brief } from '../../api/types.ts';
import { Quote } from '../../show/told.tsx';
import { reasonLabels } from '../../words/labels.ts';
import { Block } from '../block.tsx';

export function HarmBlock({ brief: { harm, reason } }: { brief: Brief }) {
  if (harm.length === 0)
    return (
      <Block id="harm" title="What has happened">
        <p>
          Nothing that we were told of. <span className="quiet">{reasonLabels[reason]}.</span>
        </p>
      </Block>
    );
  return (
    <Block id="harm" title="What has happened" tone="harm">
      <ul className="harm-list">
        {harm.map(({ harm: kind, title, words }) => (
          <li key={kind}>
            <strong>{title}</strong>
            {words !== undefined && words !== '' && <Quote text={words} />}
          </li>
        ))}
      </ul>
    </Block>
  );
}
