import { isInUse } from '../../numbers/kind.ts';
import { shown, type Told } from './told.ts';

const international = /^\+[1-9][\d ]{6,20}$/;
const short = /^\d{3,6}$/;

/** What is wrong with a number that staff would be sent to. Short ones cannot be told by their form. */
export function tellNumber(text: string): Told | undefined {
  if (short.test(text)) return undefined;
  if (international.test(text)) return isInUse(text.replaceAll(' ', '')) ? undefined : ringsNowhere(text);
  return {
    what: `"${shown(text)}" ${describe(text)}`,
    why: 'it must ring the same from wherever staff are',
    fix,
  };
}

function ringsNowhere(text: string): Told {
  return {
    what: `${text} is no number that can be rung`,
    why: 'staff are sent to this number',
    fix: 'compare it with where it was taken from',
  };
}

const fix =
  'write it with a plus and the country code, such as +44 345 600 1234, or as a short number such as 159';

function describe(text: string): string {
  if (/^\d(?:[.,]\d+)?E\+?\d+$/i.test(text)) return 'was changed by a spreadsheet, which lost digits';
  if (/^0[\d ()-]+$/.test(text)) return 'has no country code';
  if (/^\d[\d ]+$/.test(text)) return 'has no plus before the country code';
  return 'is no telephone number';
}
