import type { Theme } from '@fluentui/react-components';
import { useState } from 'react';
import { useMedia } from '../use-media.ts';
import type { LookName } from './look-name.ts';
import { type Look, looks, themes } from './themes.ts';

const kept = 'callcheck-desk-look';
/** What Teams calls its looks in the address of a tab (`?theme={theme}`). */
const ofTeams: Record<string, Look> = {
  default: 'light',
  light: 'light',
  dark: 'dark',
  contrast: 'contrast',
};

/** Teams decides inside Teams; else whoever uses this device; else the device. */
export function useLook(): { theme: Theme; name: LookName; look: Look; choose: (look: Look) => void } {
  const [look, setLook] = useState(() => firstLook());
  const isDark = useMedia('(prefers-color-scheme: dark)');
  const wantsContrast = useMedia('(prefers-contrast: more) and (not (forced-colors: active))');
  const ofDevice = wantsContrast && isDark ? 'contrast' : isDark ? 'dark' : 'light';
  const name = look === 'device' ? ofDevice : look;
  const choose = (chosen: Look): void => {
    setLook(chosen);
    localStorage.setItem(kept, chosen);
  };
  return { theme: themes[name], name, look, choose };
}

function firstLook(): Look {
  const asked = ofTeams[new URLSearchParams(location.search).get('theme') ?? ''];
  return asked ?? looks.find((look) => look === localStorage.getItem(kept)) ?? 'device';
}
