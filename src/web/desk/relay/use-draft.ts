import { useState } from 'react';

/** What is half written for a case stays through a reload. */
export function useDraft(caseId: string): [string, (text: string) => void] {
  const key = `callcheck-draft:${caseId}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? '');
  const keep = (next: string): void => {
    setText(next);
    if (next === '') sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, next);
  };
  return [text, keep];
}
