/**
 * What was found out about a deployment. `note`: it works, and there is something to know. `unknown`: it could not be checked from
 * here. Only a `fault` keeps something from working.
 */
export type Finding =
  | { kind: 'good'; what: string }
  | { kind: 'note' | 'unknown' | 'fault'; what: string; why: string; fix: string };

export function good(what: string): Finding {
  return { kind: 'good', what };
}

export function fault(what: string, why: string, fix: string): Finding {
  return { kind: 'fault', what, why, fix };
}

export function note(what: string, why: string, fix: string): Finding {
  return { kind: 'note', what, why, fix };
}

export function unknown(what: string, why: string, fix: string): Finding {
  return { kind: 'unknown', what, why, fix };
}

/** A fault that another part of the program told as `what · why · fix`. */
export function readFault(told: string): Finding {
  const [what = told, why = '', ...fix] = told.split(' · ');
  return fault(what, why, fix.join(' · '));
}

const marks: Readonly<Record<Finding['kind'], string>> = {
  good: 'good    ',
  note: 'note    ',
  unknown: 'unknown ',
  fault: 'FAULT   ',
};

/** One line each, and how many are wrong. */
export function describeFindings(findings: readonly Finding[]): string {
  const lines = findings.map((finding) => `${marks[finding.kind]} ${tell(finding)}\n`);
  const count = (kind: Finding['kind']): number => findings.filter((finding) => finding.kind === kind).length;
  const open = count('unknown');
  const summary = [
    count('fault') === 0 ? 'Nothing is wrong' : `${count('fault')} to mend`,
    ...(open === 0 ? [] : [`${open} could not be checked from here`]),
  ];
  return `${lines.join('')}\n${summary.join(', ')}.\n`;
}

function tell(finding: Finding): string {
  return finding.kind === 'good'
    ? finding.what
    : [finding.what, finding.why, finding.fix].filter((part) => part !== '').join(' · ');
}
