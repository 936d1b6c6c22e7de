import type { Fault } from '../fault.ts';

type Told = Pick<Fault, 'what' | 'why' | 'fix'>;

/** Services that hide where a link leads. */
const shorteners = new Set(
  (
    'bit.ly tinyurl.com t.co goo.gl ow.ly is.gd buff.ly rebrand.ly tiny.cc cutt.ly lnkd.in shorturl.at rb.gy ' +
    't.ly s.id bl.ink short.io dlvr.it youtu.be fb.me amzn.to aka.ms g.co'
  ).split(' '),
);
/** RFC 2606 and RFC 6761 keep these for examples, tests and one's own machine. */
const nowhere = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost|local)$/;
const machine = /^(?:\[|\d+\.\d+\.\d+\.\d+$)/;

/** What is wrong with the address of a source: a reader must be able to open it and see whose page it is. */
export function tellAddress(url: string): Told | undefined {
  const { protocol, hostname } = new URL(url);
  if (shorteners.has(hostname.replace(/^www\./, ''))) {
    return {
      what: `${url} is a shortened link`,
      why: 'nobody can see where it leads, and it can be pointed elsewhere',
      fix: 'open it and give the address it leads to',
    };
  }
  if (/[{}<>]|%7[bd]/i.test(url)) {
    return {
      what: `${url} has a placeholder that was never filled in`,
      why: 'the page cannot be opened',
      fix: 'find the full address of the page',
    };
  }
  if (nowhere.test(hostname) || machine.test(hostname) || !hostname.includes('.')) {
    return {
      what: `${url} is an address that no public page has`,
      why: 'every entry must show where it comes from',
      fix: 'give the public page that says so',
    };
  }
  return protocol === 'https:' ? undefined : tellUnprotected(url);
}

function tellUnprotected(url: string): Told {
  return {
    what: `${url} does not start with https`,
    why: 'somebody on the way could show the reader another page',
    fix: 'give its https address, or another source',
  };
}
