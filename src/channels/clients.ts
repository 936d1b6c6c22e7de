/** A client of the settings, as far as a channel asks. */
type Client = { id: string; tenants: readonly string[]; origins: readonly string[] };

/** Which organisation somebody belongs to, by where they write from. */
export type Clients = {
  /** `undefined` for a Teams tenant that nobody serves. */
  ofTenant(tenant: string | undefined): string | undefined;
  /** By the page that the chat stands on; anybody may open our own page, so there is always an answer. */
  ofPage(origin: string | undefined): string;
};

const main: Client = { id: 'main', tenants: [], origins: [] };

/**
 * A client that lists a tenant or an origin has its people; everybody else belongs to the first client that lists none, and
 * on a page to the first client when all list some.
 */
export function findClients(clients: readonly Client[] = [main]): Clients {
  const [first = main] = clients;
  return {
    ofTenant: (tenant = '') =>
      clients.find(({ tenants }) => tenants.some((id) => id.toLowerCase() === tenant.toLowerCase()))?.id ??
      clients.find(({ tenants }) => tenants.length === 0)?.id,
    ofPage: (origin) =>
      (
        clients.find(({ origins }) => origins.some((url) => URL.parse(url)?.origin === origin)) ??
        clients.find(({ origins }) => origins.length === 0) ??
        first
      ).id,
  };
}
