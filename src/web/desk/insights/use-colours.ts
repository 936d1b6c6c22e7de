import { DataVizPalette, getColorFromToken } from '@fluentui/react-charts';
import { useIsDark } from '../look/look-name.ts';

/** Colours that can be told apart, on light and on dark. `main` is for charts that need only one. */
export function useColours() {
  const isDark = useIsDark();
  const of = (token: string): string => getColorFromToken(token, isDark);
  return {
    main: isDark ? '#72ada8' : '#176662',
    quiet: isDark ? '#8a8a8a' : '#9e9e9e',
    series: [
      DataVizPalette.color1,
      DataVizPalette.color2,
      DataVizPalette.color3,
      DataVizPalette.color4,
      DataVizPalette.color5,
      DataVizPalette.color7,
    ].map(of),
  };
}
