import { randomBytes } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileName = 'chat-signing.key';

/**
 * The key that signs web chat tokens: kept in the data folder, made on first use, readable by the server's user only. Two
 * servers that start at once end up with the same one.
 */
export async function readSigningKey(dataDir: string): Promise<string> {
  const path = join(dataDir, fileName);
  try {
    await writeFile(path, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!isTaken(error)) throw error;
    await chmod(path, 0o600);
  }
  const key = (await readFile(path, 'utf8')).trim();
  if (key.length >= 32) return key;
  throw new Error(
    `${path} holds ${key.length} characters · a short key lets anybody forge a chat token · delete the file to get a new key; open chats start again`,
  );
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
