/** Where activities come from: who signs them, and where answers may go. */
export type Cloud = {
  /** The `iss` of tokens that the channel service signs. */
  issuer: string;
  /** True when the bot's own token may be sent to this address; the SDK would send it to any. */
  allowsServiceUrl(url: string): boolean;
  /** True for the hosts where Teams keeps files that people send. */
  allowsFileUrl(url: string): boolean;
};

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
export const publicCloud: Cloud = {
  issuer: 'https://api.botframework.com',
  allowsServiceUrl: (url) =>
    isOnHosts(url, ['botframework.com', 'smba.trafficmanager.net', 'teams.microsoft.com']),
  allowsFileUrl: (url) => isOnHosts(url, ['sharepoint.com']),
};

export const governmentCloud: Cloud = {
  issuer: 'https://api.botframework.us',
  allowsServiceUrl: (url) =>
    isOnHosts(url, ['botframework.azure.us', 'teams.microsoft.us', 'teams.microsoft.com']),
  allowsFileUrl: (url) => isOnHosts(url, ['sharepoint.us']),
};

/** An emulator on this computer. */
export function isLocalServiceUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username } = new URL(url);
  return (
    /^https?:$/.test(protocol) && username === '' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
  );
}

/** Whether the bot may speak to this address: without credentials only to an emulator on this computer. */
export function maySpeakTo(serviceUrl: string, cloud: Cloud, appId: string | undefined): boolean {
  return appId === undefined ? isLocalServiceUrl(serviceUrl) : cloud.allowsServiceUrl(serviceUrl);
}

/** An https address on one of the hosts or below it. */
function isOnHosts(url: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, port, username, password } = new URL(url);
  const known = hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
  return protocol === 'https:' && port === '' && username === '' && password === '' && known;
}
