import { suggestName } from '../../knowledge/nearest.ts';
import { entryKinds, type EntryKind } from './api.ts';
import { tellNumber } from './number.ts';
import { shown, type Told } from './told.ts';

/** What is told of an entry, in the order of the form and of the file. */
export const fields = [
  'kind',
  'name',
  'number',
  'authority',
  'login',
  'deputy',
  'source',
  'owner',
  'since',
  'reviewBy',
] as const;
export type Field = (typeof fields)[number];

/** As it was typed; nothing typed is the empty text. */
export type Given = Readonly<Record<Field, string>>;

export type Issue = Told & { field: Field };

/** Well-formed, with nothing as `null`. Whom the deputy names, and since when it is held where nobody said, are still to be found. */
export type Checked = {
  kind: EntryKind;
  name: string;
  number: string | null;
  authority: string | null;
  login: string | null;
  deputy: string | null;
  source: string;
  owner: string;
  since: string | null;
  reviewBy: string;
};

export type Known = { authorities: readonly string[]; today: string };

const longest: Readonly<Partial<Record<Field, number>>> = { name: 80, owner: 80, source: 200, login: 200 };

/** Everything that is wrong with an entry at once, or the entry. */
export function checkContent(
  given: Given,
  known: Known,
): { kind: 'well'; content: Checked } | { kind: 'faulty'; issues: Issue[] } {
  const tidied = tidy(given);
  const kind = entryKinds.find((one) => one === tidied.kind.toLowerCase());
  const issues = fields.flatMap((field) => {
    const told = tellText(field, tidied[field]) ?? tellField(field, tidied, known);
    return told ? [{ field, ...told }] : [];
  });
  if (kind === undefined || issues.length > 0) return { kind: 'faulty', issues };
  return { kind: 'well', content: { ...orNull(tidied), kind } };
}

/** An entry put together field by field. */
export function giveEach(value: (field: Field) => string): Given {
  return {
    kind: value('kind'),
    name: value('name'),
    number: value('number'),
    authority: value('authority'),
    login: value('login'),
    deputy: value('deputy'),
    source: value('source'),
    owner: value('owner'),
    since: value('since'),
    reviewBy: value('reviewBy'),
  };
}

function tidy(given: Given): Given {
  return giveEach((field) => {
    const text = given[field]
      .normalize('NFC')
      .replace(/[ \u00A0]+/g, ' ')
      .trim();
    return field === 'login' ? text.toLowerCase() : text;
  });
}

function orNull({ number, authority, login, deputy, since, ...rest }: Given): Omit<Checked, 'kind'> {
  return {
    ...rest,
    number: number || null,
    authority: authority || null,
    login: login || null,
    deputy: deputy || null,
    since: since || null,
  };
}

/** What no field may hold, whatever it is for. */
function tellText(field: Field, text: string): Told | undefined {
  const most = longest[field] ?? 120;
  if (text.length > most)
    return {
      what: `it has ${text.length} characters`,
      why: `it is shown to somebody in a hurry, so ${most} are the most`,
      fix: 'write it shorter',
    };
  if (/\p{C}|[\u2028\u2029]/u.test(text))
    return {
      what: 'it has characters or line breaks that cannot be seen',
      why: 'with them, what is shown can differ from what is there',
      fix: 'type it anew in one line',
    };
  if (field !== 'number' && /^[=+\-@|]/.test(text))
    return {
      what: `"${shown(text)}" begins like a formula`,
      why: 'a spreadsheet that opens it later would run it',
      fix: 'begin with a letter or a digit',
    };
  return undefined;
}

function tellField(field: Field, given: Given, known: Known): Told | undefined {
  const text = given[field];
  switch (field) {
    case 'kind':
      return tellKind(text);
    case 'name':
      return text === ''
        ? missing('nobody could tell what it is', 'write the name as staff know it')
        : undefined;
    case 'number':
      return text === '' ? tellNoNumber(given) : tellNumber(text);
    case 'authority':
      return tellAuthority(given, known);
    case 'login':
      return tellLogin(given);
    case 'deputy':
      return given.kind.toLowerCase() === 'number' && text !== '' ? onlyColleagues('a deputy') : undefined;
    case 'source':
      return text === ''
        ? missing(
            'a number is only right if it is known where it came from',
            'write where you took it from, such as: the back of the company card',
          )
        : undefined;
    case 'owner':
      return text === ''
        ? missing('somebody must look at it again', 'write who does, such as: finance lead')
        : undefined;
    case 'since':
      return text === '' ? undefined : tellSince(text, known);
    case 'reviewBy':
      return tellReviewBy(text, known);
  }
}

function tellKind(text: string): Told | undefined {
  if (entryKinds.some((one) => one === text.toLowerCase())) return undefined;
  return {
    what: text === '' ? 'it is empty' : `"${shown(text)}" is no kind of entry`,
    why: 'a number is rung back, a colleague is asked',
    fix: 'write number or colleague',
  };
}

function tellNoNumber({ kind, login }: Given): Told | undefined {
  if (kind.toLowerCase() === 'number')
    return missing('there would be nothing to ring', 'write the number, such as +44 345 600 1234');
  if (login !== '') return undefined;
  return {
    what: 'there is neither a number nor a sign-in',
    why: 'nobody could reach them',
    fix: 'write one of the two',
  };
}

function tellAuthority({ kind, authority }: Given, { authorities }: Known): Told | undefined {
  if (authority === '') return undefined;
  if (kind.toLowerCase() === 'colleague')
    return {
      what: 'a colleague has an authority',
      why: 'authorities are bodies outside, such as a bank',
      fix: 'leave it empty',
    };
  if (authorities.includes(authority)) return undefined;
  return {
    what: `"${shown(authority)}" is not in authorities`,
    why: 'the number would be shown to nobody who is rung by it',
    fix: suggestName(authority, authorities, 'leave it empty'),
  };
}

function tellLogin({ kind, login }: Given): Told | undefined {
  if (login === '') return undefined;
  if (kind.toLowerCase() === 'number') return onlyColleagues('a sign-in');
  if (/^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(login)) return undefined;
  return {
    what: `"${shown(login)}" is no sign-in`,
    why: 'they are found in Teams by it',
    fix: 'write it as they sign in, such as jo.hart@acme.example',
  };
}

function onlyColleagues(what: string): Told {
  return { what: `a number has ${what}`, why: 'only a colleague can have one', fix: 'leave it empty' };
}

function tellSince(text: string, { today }: Known): Told | undefined {
  if (!isDate(text)) return noDate(text);
  if (text <= today) return undefined;
  return {
    what: `${text} is still to come`,
    why: 'nobody can hold it yet',
    fix: 'write the day you took it',
  };
}

function tellReviewBy(text: string, { today }: Known): Told | undefined {
  if (text === '')
    return missing('numbers and people change', 'write the day to look at it again, such as in six months');
  if (!isDate(text)) return noDate(text);
  if (text <= today)
    return { what: `${text} has passed`, why: 'it would be overdue at once', fix: 'write a day to come' };
  const latest = `${Number(today.slice(0, 4)) + 1}${today.slice(4)}`;
  if (text <= latest) return undefined;
  return {
    what: `${text} is more than a year away`,
    why: 'numbers and people change sooner than that',
    fix: `write a day up to ${latest}`,
  };
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}

function noDate(text: string): Told {
  return {
    what: `"${shown(text)}" is no day`,
    why: '03/04/2027 is one day in London and another in New York',
    fix: 'write year, month and day like 2027-05-21',
  };
}

function missing(why: string, fix: string): Told {
  return { what: 'it is empty', why, fix };
}
