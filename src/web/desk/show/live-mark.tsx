import { CallRegular } from '@fluentui/react-icons/svg/call';
import type { Live } from '../api/types.ts';
import { liveLabels } from '../words/labels.ts';

export function LiveMark({ live }: { live: Live }) {
  return (
    <span className={live === 'yes' ? 'mark mark-live' : 'mark'}>
      <CallRegular aria-hidden />
      {liveLabels[live]}
    </span>
  );
}
