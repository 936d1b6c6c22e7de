import * as client from 'openid-client';

/** What a provider says of itself. Rejects when it does not answer, or names another issuer. */
export async function discover(
  issuer: string,
  clientId: string,
  authentication: client.ClientAuth,
): Promise<client.Configuration> {
  const address = new URL(issuer);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
  return await client.discovery(
    address,
    clientId,
    undefined,
    authentication,
    // Without encryption anybody on the way could sign in as anybody; on this computer there is no way.
    address.protocol === 'http:' && isLocal ? { execute: [client.allowInsecureRequests] } : {},
  );
}

/** A provider that does not answer now is asked again next time. */
export function keepWhenGood<T>(make: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined;
  return async () => {
    kept ??= make();
    try {
      return await kept;
    } catch (error) {
      kept = undefined;
      throw error;
    }
  };
}
