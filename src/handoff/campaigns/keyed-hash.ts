import { createHmac } from 'node:crypto';
import type { Hash } from '../../domain/fingerprint.ts';

/** Long enough that two texts never meet by chance, short enough to keep a few dozen of. */
const hexDigits = 12;

/** Hashes with a key of its own, drawn from `secret`: who has a copy of the database, and not the key, can try no number or name. */
export function createKeyedHash(secret: string): Hash {
  const key = createHmac('sha256', secret).update('callcheck fingerprints').digest();
  return (text) => createHmac('sha256', key).update(text).digest('hex').slice(0, hexDigits);
}
