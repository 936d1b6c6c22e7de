import { createContext, useContext } from 'react';
import type { Me, Role } from './api/types.ts';

export const MeContext = createContext<Me | undefined>(undefined);

/** Who is signed in. Only used below the sign-in. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === undefined) throw new Error('This part of the desk was shown before anybody signed in.');
  return me;
}

export function mayDo(me: Me, ...roles: readonly Role[]): boolean {
  return me.roles.some((role) => roles.includes(role));
}
