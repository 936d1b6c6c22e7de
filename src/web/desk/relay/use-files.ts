import { useState } from 'react';
import { upload } from '../api/client.ts';
import type { FileRef } from '../api/types.ts';
import { useMe } from '../me.ts';
import { formatBytes } from '../words/format.ts';

export type Chosen = {
  key: string;
  name: string;
  state: { kind: 'sending' } | { kind: 'kept'; file: FileRef } | { kind: 'refused'; reason: string };
};

/** Files go to the server as they are chosen, and to the person with the message. */
export function useFiles(caseId: string) {
  const { files: limits } = useMe();
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const become = (key: string, state: Chosen['state']): void =>
    setChosen((before) => before.map((one) => (one.key === key ? { ...one, state } : one)));

  const sendOne = async (key: string, file: File): Promise<void> => {
    try {
      const answer = await upload<{ file: FileRef }>(`/cases/${encodeURIComponent(caseId)}/files`, file);
      become(key, { kind: 'kept', file: answer.file });
    } catch (error) {
      become(key, { kind: 'refused', reason: error instanceof Error ? error.message : 'It was not kept.' });
    }
  };
  const choose = (files: readonly File[]): void => {
    for (const file of files.slice(0, Math.max(0, limits.maxPerMessage - chosen.length))) {
      const key = crypto.randomUUID();
      const isTooLarge = file.size > limits.maxBytes;
      const reason = `It has ${formatBytes(file.size)}; ${formatBytes(limits.maxBytes)} is the most.`;
      const state = isTooLarge ? ({ kind: 'refused', reason } as const) : ({ kind: 'sending' } as const);
      setChosen((before) => [...before, { key, name: file.name, state }]);
      if (!isTooLarge) void sendOne(key, file);
    }
  };
  return {
    chosen,
    choose,
    drop: (key: string) => setChosen((before) => before.filter((one) => one.key !== key)),
    clear: () => setChosen([]),
  };
}
