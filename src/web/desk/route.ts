import { useSyncExternalStore } from 'react';

/** Where in the desk one is. It stands after the `#`, so that every address is served as one page and survives a sign-in. */
export type Route =
  | { page: 'cases'; search: URLSearchParams }
  | { page: 'case'; id: string }
  | { page: 'alerts' | 'campaigns' | 'insights' | 'directory' | 'people' | 'audit' };

export function useRoute(): Route {
  const hash = useSyncExternalStore(follow, () => location.hash);
  return readRoute(hash);
}

export const casePath = (id: string): string => `#/cases/${encodeURIComponent(id)}`;

/** Changes what the list shows without a step in the history. */
export function replaceRoute(hash: string): void {
  history.replaceState(null, '', hash);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, id] = path.split('/');
  if (page === 'cases' && id) return { page: 'case', id: decode(id) };
  switch (page) {
    case 'alerts':
    case 'campaigns':
    case 'insights':
    case 'directory':
    case 'people':
    case 'audit':
      return { page };
    case undefined:
    default:
      return { page: 'cases', search: new URLSearchParams(query) };
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function follow(tell: () => void): () => void {
  addEventListener('hashchange', tell);
  return () => removeEventListener('hashchange', tell);
}
