import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type Theme,
} from '@fluentui/react-components';

/** The green of the chat page, from nearly black to nearly white. */
const green: BrandVariants = {
  10: '#021110',
  20: '#062423',
  30: '#0a3332',
  40: '#0d3f3e',
  50: '#104a48',
  60: '#125250',
  70: '#145a57',
  80: '#176662',
  90: '#2a7773',
  100: '#3f8985',
  110: '#589b96',
  120: '#72ada8',
  130: '#8fc0bb',
  140: '#acd3cf',
  150: '#cae6e3',
  160: '#e8f6f5',
};

const light = createLightTheme(green);
/** Fluent's own steps are for a brighter blue: on dark, our green needs a lighter one to be read. */
const dark: Theme = {
  ...createDarkTheme(green),
  colorBrandForeground1: green[130],
  colorBrandForeground2: green[140],
  colorBrandForegroundLink: green[130],
  colorBrandForegroundLinkHover: green[140],
  colorBrandForegroundLinkPressed: green[120],
  colorBrandForegroundLinkSelected: green[130],
  colorCompoundBrandForeground1: green[130],
  colorCompoundBrandForeground1Hover: green[140],
  colorCompoundBrandForeground1Pressed: green[120],
  colorCompoundBrandStroke: green[120],
  colorCompoundBrandBackground: green[120],
  colorCompoundBrandBackgroundHover: green[130],
  colorCompoundBrandBackgroundPressed: green[110],
  colorNeutralForeground2BrandHover: green[130],
  colorNeutralForeground2BrandPressed: green[120],
  colorNeutralForeground2BrandSelected: green[130],
};

export const looks = ['device', 'light', 'dark', 'contrast'] as const;
export type Look = (typeof looks)[number];
export const themes: Record<Exclude<Look, 'device'>, Theme> = {
  light,
  dark,
  contrast: teamsHighContrastTheme,
};
