import type { Assessment } from '../../src/domain/assessment.ts';
import type { Harm } from '../../src/domain/evidence.ts';
import type { Playbook } from '../../src/domain/knowledge.ts';
import type { Talk } from '../talk.ts';

/** The playbook for this very case of the harm, or the general one. */
export function findPlaybook({ knowledge }: Talk, assessment: Assessment, harm: Harm): Playbook | undefined {
  const fitting = knowledge.playbooks.filter((playbook) => playbook.harm === harm);
  return (
    fitting.find((playbook) => playbook.signal !== undefined && isSpecialCase(playbook, assessment)) ??
    fitting.find(({ signal }) => signal === undefined)
  );
}

function isSpecialCase({ signal, scams }: Playbook, { evidence, matches }: Assessment): boolean {
  const told = evidence.find((item) => item.signal === signal && item.present === 'yes');
  return told?.origin.kind === 'answer' || (told !== undefined && scams.includes(matches[0]?.scam ?? ''));
}
