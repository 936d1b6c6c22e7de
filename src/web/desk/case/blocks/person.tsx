import type { CaseDetail } from '../../api/types.ts';
import { Told } from '../../show/told.tsx';
import { Time } from '../../show/time.tsx';
import { channelLabel, languageLabel, unreachableLabels } from '../../words/labels.ts';
import { Block, Facts } from '../block.tsx';

export function PersonBlock({ case: { brief, inTeams } }: { case: CaseDetail }) {
  const { person } = brief;
  return (
    <Block id="person" title="Person">
      <Facts
        rows={[
          { name: 'Name', value: <Told text={person.name ?? 'Not told'} /> },
          { name: 'To reach them', value: <Told text={person.contact ?? 'Not told. Answer in the chat.'} /> },
          { name: 'Writes from', value: channelLabel(person.channel) },
          ...(inTeams === null
            ? []
            : [{ name: 'Can be reached in Teams', value: <Reach known={inTeams} /> }]),
          { name: 'Language', value: languageLabel(person.language) },
        ]}
      />
      <p className="small quiet">Name and number are as they wrote them. Nobody checked them.</p>
    </Block>
  );
}

/** What is written now would not arrive, so it says what to do instead. */
function Reach({ known: { reachable, since } }: { known: NonNullable<CaseDetail['inTeams']> }) {
  if (reachable === 'yes') return 'Yes';
  return (
    <>
      No, because {unreachableLabels[reachable]}. Since <Time at={since} />. Ring them instead. What you write
      waits until they are back.
    </>
  );
}
