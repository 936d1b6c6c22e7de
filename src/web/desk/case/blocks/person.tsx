import type { Brief } from '../../api/types.ts';
import { Told } from '../../show/told.tsx';
import { channelLabel, languageLabel } from '../../words/labels.ts';
import { Block, Facts } from '../block.tsx';

export function PersonBlock({ brief: { person } }: { brief: Brief }) {
  return (
    <Block id="person" title="Person">
      <Facts
        rows={[
          { name: 'Name', value: <Told text={person.name ?? 'Not told'} /> },
          { name: 'To reach them', value: <Told text={person.contact ?? 'Not told. Answer in the chat.'} /> },
          { name: 'Writes from', value: channelLabel(person.channel) },
          { name: 'Language', value: languageLabel(person.language) },
        ]}
      />
      <p className="small quiet">Name and number are as they wrote them. Nobody checked them.</p>
    </Block>
  );
}
