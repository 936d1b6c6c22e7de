import { WarningFilled } from '@fluentui/react-icons/svg/warning';

export function HarmMarks({ harm }: { harm: readonly string[] }) {
  return harm.map((one) => (
    <span key={one} className="mark mark-harm">
      <WarningFilled aria-hidden />
      {one}
    </span>
  ));
}
