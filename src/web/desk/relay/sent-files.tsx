import { DocumentRegular } from '@fluentui/react-icons/svg/document';
import { addressOf } from '../api/client.ts';
import type { FileRef } from '../api/types.ts';
import { formatBytes } from '../words/format.ts';
import { showHidden } from '../../../dialog/defang.ts';

const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

/** Pictures are shown small; everything else is fetched by whoever wants it. The server said what each one really is. */
export function SentFiles({ files }: { files: readonly FileRef[] }) {
  if (files.length === 0) return null;
  return (
    <ul className="sent-files" aria-label="Files">
      {files.map((file) => (
        <li key={file.id}>
          <FileLink file={file} />
        </li>
      ))}
    </ul>
  );
}

export function FileLink({ file: { id, name, type, bytes } }: { file: FileRef }) {
  const address = addressOf(`/files/${encodeURIComponent(id)}`);
  return (
    <a className="file-link" href={address} target="_blank" rel="noreferrer">
      {pictures.has(type) ? <img src={address} alt="" loading="lazy" /> : <DocumentRegular aria-hidden />}
      <span className="file-name">
        <bdi>{showHidden(name)}</bdi>
      </span>
      <span className="quiet">{formatBytes(bytes)}</span>
    </a>
  );
}
