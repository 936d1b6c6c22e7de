import { lookup as lookupName } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { DeliveryFailure } from '../outbox/port.ts';

export type Address = { address: string; family: number };
/** All addresses of a name. Rejects when it has none. */
export type Resolve = (name: string) => Promise<readonly Address[]>;

export const resolveName: Resolve = (name) => lookupName(name, { all: true, verbatim: true });

/**
 * The one address to connect to. The name is asked for once and the connection goes to what was checked here, so that a name
 * that changes its mind between check and use gains nothing. Refused when any of its addresses lies in a private, local or
 * otherwise special network, unless that is allowed: nobody may use us to reach what only this server can reach.
 */
export async function publicAddress(url: URL, allowPrivate: boolean, resolve: Resolve): Promise<Address> {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const found = await addressesOf(name, resolve);
  const [first] = found;
  if (first === undefined)
    throw new DeliveryFailure('later', `The name ${name} has no address. Check it, or the DNS.`);
  const inside = found.find(({ address }) => !isPublic(address));
  if (inside !== undefined && !allowPrivate)
    throw new DeliveryFailure('refused', notPublic(name, inside.address));
  return first;
}

/** True for an address that everybody on the internet can reach. IPv4 inside IPv6 counts as what it stands for. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

async function addressesOf(name: string, resolve: Resolve): Promise<readonly Address[]> {
  if (ipaddr.isValid(name)) return [{ address: name, family: ipaddr.parse(name).kind() === 'ipv6' ? 6 : 4 }];
  try {
    return await resolve(name);
  } catch (error) {
    throw new DeliveryFailure('later', `The name ${name} could not be looked up. Check it, or the DNS.`, {
      cause: error,
    });
  }
}

function notPublic(name: string, address: string): string {
  return (
    `${name} is at ${address}, inside a private or special network, so nothing was sent: a target must not become a way ` +
    `into your own network. If it is really meant, set allowPrivate: true for this target.`
  );
}
