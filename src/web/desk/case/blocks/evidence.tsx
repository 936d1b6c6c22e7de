import type { CaseDetail } from '../../api/types.ts';
import { FileLink } from '../../relay/sent-files.tsx';
import { Ago, Time } from '../../show/time.tsx';
import { Block } from '../block.tsx';

const hourMs = 3_600_000;

export function EvidenceBlock({ case: { files, brief, openedAt } }: { case: CaseDetail }) {
  return (
    <Block id="evidence" title="Evidence">
      {files.length === 0 && <p>No files were sent. The chat itself is kept with the case.</p>}
      <ul className="evidence">
        {files.map((file) => (
          <li key={file.id}>
            <FileLink file={file} />
            <span className="small quiet">
              {file.by}, <Time at={file.at} />
            </span>
            <span className="small quiet hash" title={`SHA-256 ${file.sha256}`}>
              SHA-256 {file.sha256.slice(0, 12)}
            </span>
          </li>
        ))}
      </ul>
      {brief.collect.length > 0 && (
        <>
          <h3>Collect before it is gone</h3>
          <dl className="facts">
            {brief.collect.map(({ what, hours }) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>
                  <CollectBy at={new Date(new Date(openedAt).getTime() + hours * hourMs).toISOString()} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Block>
  );
}

function CollectBy({ at }: { at: string }) {
  return (
    <>
      by <Time at={at} />{' '}
      <span className="quiet">
        (<Ago at={at} />)
      </span>
    </>
  );
}
