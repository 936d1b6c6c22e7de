import { createContext, useContext } from 'react';
import type { themes } from './themes.ts';

export type LookName = keyof typeof themes;
export const LookNameContext = createContext<LookName>('light');

/** Charts are drawn with colours of their own, so they must know what they are drawn on. */
export const useIsDark = (): boolean => useContext(LookNameContext) !== 'light';
