import { shorten } from '../../domain/shorten.ts';
import { DeliveryFailure } from '../outbox/port.ts';

/** What placeholders stand for; `undefined` is known and not set. */
export type Values = Readonly<Record<string, string | undefined>>;

const placeholder = /\{([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)*)(\?)?((?:\|[a-z]+(?::\d+)?)*)\}/g;

/**
 * Fills the placeholders of a template: `{case}`; `{field.board|number}`, alone in its text, becomes a number; `{text|html}`
 * escapes for HTML; `{subject|first:100}` is cut; `{field.type?}` leaves out what it stands in when it is not set, and an object
 * of which everything was left out is left out too. `{each: text, as: ...}` repeats what is below `as` for every line of
 * `text`, which is `{item}` there.
 */
export function render(template: unknown, values: Values): unknown {
  if (typeof template === 'string') return renderString(template, values);
  if (Array.isArray(template))
    return template.map((one) => render(one, values)).filter((one) => one !== undefined);
  if (!isRecord(template)) return template;
  if ('each' in template) return renderEach(template, values);
  const entries = Object.entries(template).map(([name, part]) => [name, render(part, values)] as const);
  const kept = entries.filter(([, part]) => part !== undefined);
  return kept.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(kept);
}

/** As text; `undefined` when something optional in it is not set. `encode` is done to every value. */
export function renderText(
  template: string,
  values: Values,
  encode: (value: string) => string = (value) => value,
): string | undefined {
  let leftOut = false;
  const text = template.replaceAll(
    placeholder,
    (_, name: string, optional: string | undefined, filters: string) => {
      const value = valueOf(name, values, optional !== undefined);
      leftOut ||= value === undefined;
      return encode(String(filter(value ?? '', filters)));
    },
  );
  return leftOut ? undefined : text;
}

/** Names of all placeholders in a template, wherever they stand. */
export function placeholdersIn(template: unknown): string[] {
  if (typeof template === 'string') return [...template.matchAll(placeholder)].map(([, name = '']) => name);
  if (Array.isArray(template)) return template.flatMap(placeholdersIn);
  if (!isRecord(template)) return [];
  const each = typeof template['each'] === 'string' ? [template['each']] : [];
  return [...each, ...Object.values(template).flatMap(placeholdersIn)];
}

/** What lies at `a.0.b` in an answer; the empty path is the answer itself. */
export function pick(answer: unknown, path: string): unknown {
  if (path === '') return answer;
  return path.split('.').reduce<unknown>((at, name) => {
    if (Array.isArray(at)) return at[Number(name)];
    return isRecord(at) ? at[name] : undefined;
  }, answer);
}

/** The list at a path; empty when there is none. */
export function pickList(answer: unknown, path: string): readonly unknown[] {
  const found = pick(answer, path);
  return Array.isArray(found) ? found : [];
}

/** Text and numbers as text, and `undefined` for everything else. */
export function pickText(answer: unknown, path: string): string | undefined {
  const found = pick(answer, path);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function renderString(template: string, values: Values): unknown {
  const [whole] = template.matchAll(placeholder);
  if (whole === undefined || whole[0] !== template) return renderText(template, values);
  const value = valueOf(whole[1] ?? '', values, whole[2] !== undefined);
  return value === undefined ? undefined : filter(value, whole[3] ?? '');
}

function renderEach(template: Record<string, unknown>, values: Values): unknown[] {
  const text = valueOf(String(template['each']), values, true) ?? '';
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((item) => render(template['as'], { ...values, item }));
}

function valueOf(name: string, values: Values, optional: boolean): string | undefined {
  const value = values[name];
  if (value === undefined && !optional)
    throw new DeliveryFailure(
      'refused',
      `A connector asks for {${name}}, which is not set. Set it, or write {${name}?} where it may be left out.`,
    );
  return value;
}

function filter(value: string, filters: string): string | number {
  return filters
    .split('|')
    .filter((name) => name !== '')
    .reduce<string | number>((text, name) => applyFilter(String(text), name), value);
}

function applyFilter(text: string, name: string): string | number {
  if (name === 'number') return toNumber(text);
  if (name === 'html') return escapeHtml(text);
  if (name === 'encoded') return encodeURIComponent(text);
  const most = /^first:(\d+)$/.exec(name)?.[1];
  if (most === undefined)
    throw new DeliveryFailure(
      'refused',
      `There is no filter "${name}". Use number, html, encoded or first:<count>.`,
    );
  return shorten(text, Number(most));
}

function toNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new DeliveryFailure(
      'refused',
      `"${text}" is to be a number in a connector and is none. Put the number into the settings.`,
    );
  return value;
}

function escapeHtml(text: string): string {
  const signs: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? '').replaceAll('\n', '<br>\n');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
