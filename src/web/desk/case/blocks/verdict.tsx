import type { Brief } from '../../api/types.ts';
import { Told } from '../../show/told.tsx';
import { identityLabel, requestRiskLabel, verdictLabel } from '../../words/labels.ts';
import { Block, Facts } from '../block.tsx';

type Judgement = NonNullable<Brief['judgement']>;

export function VerdictBlock({ brief: { judgement, knowledgeVersion } }: { brief: Brief }) {
  return (
    <Block id="verdict" title="What the bot says">
      {judgement === undefined ? <p>Too little was told for an answer.</p> : <Judged judgement={judgement} />}
      {knowledgeVersion !== '' && <p className="small quiet">Knowledge {knowledgeVersion}</p>}
    </Block>
  );
}

function Judged({ judgement }: { judgement: Judgement }) {
  const { verdict, requestRisk, identity, scam, twin, wouldChange, reasons } = judgement;
  return (
    <>
      <p className={`verdict verdict-${verdict}`}>{verdictLabel(verdict)}</p>
      <Facts
        rows={[
          ...(scam ? [{ name: 'Looks like', value: scam.title }] : []),
          { name: 'The request', value: requestRiskLabel(requestRisk) },
          { name: 'Who rang', value: identityLabel(identity) },
          ...(twin ? [{ name: 'The honest call like it', value: twin }] : []),
          ...(wouldChange.length > 0
            ? [{ name: 'What would change this', value: wouldChange.join(' ') }]
            : []),
        ]}
      />
      {reasons.length > 0 && (
        <>
          <h3>Why</h3>
          <ol className="reasons">
            {reasons.map((reason) => (
              <ReasonLine key={reason.kind === 'told' ? reason.quote : reason.title} reason={reason} />
            ))}
          </ol>
        </>
      )}
    </>
  );
}

function ReasonLine({ reason }: { reason: Judgement['reasons'][number] }) {
  if (reason.kind === 'scam')
    return (
      <li>
        <strong>{reason.title}</strong>: {reason.summary} <SourceOf source={reason.source} />
      </li>
    );
  return (
    <li>
      “<Told text={reason.quote} />”
      <ul>
        {reason.rules.map((rule) => (
          <li key={rule.text}>
            {rule.text} <SourceOf source={rule.source} />
          </li>
        ))}
      </ul>
    </li>
  );
}

type Source = { title: string; publisher: string; url: string; checked: string } | undefined;

/** Sources come from our own reviewed knowledge, so they alone are links. */
function SourceOf({ source }: { source: Source }) {
  if (source === undefined || !/^https?:\/\//.test(source.url)) return null;
  return (
    <a
      className="source"
      href={source.url}
      target="_blank"
      rel="noreferrer"
      title={`${source.title}, checked ${source.checked}`}
    >
      {source.publisher}
    </a>
  );
}
