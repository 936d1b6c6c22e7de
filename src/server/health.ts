import type { Server } from 'restify';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';

export type HealthOptions = {
  /** Each rejects or returns false when the server cannot serve; the name is shown, the reason is logged. */
  checks: Readonly<Record<string, () => Promise<boolean> | boolean>>;
  metrics: Metrics;
  log: Log;
};

/**
 * `GET /healthz`: the process runs, whatever it depends on. `GET /readyz`: it can serve, so a balancer may send people.
 * `GET /metrics`: for Prometheus. Nothing in them is about a person.
 */
export function mountHealth(server: Server, { checks, metrics, log }: HealthOptions): void {
  server.get('/healthz', async (_req, res) => {
    res.send(200, { status: 'up' });
  });

  server.get('/readyz', async (_req, res) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await passes(name, check, log)] as const),
    );
    const ready = results.every(([, passed]) => passed);
    res.setHeader('Cache-Control', 'no-store');
    res.send(ready ? 200 : 503, {
      status: ready ? 'ready' : 'not ready',
      checks: Object.fromEntries(results),
    });
  });

  server.get('/metrics', async (_req, res) => {
    const { contentType, text } = await metrics.read();
    res.sendRaw(200, text, { 'Content-Type': contentType });
  });
}

async function passes(name: string, check: () => Promise<boolean> | boolean, log: Log): Promise<boolean> {
  try {
    return await check();
  } catch (error) {
    log.error({ err: error, check: name }, 'a readiness check failed');
    return false;
  }
}
