import { freePort } from '../free-port.ts';
import type { Lambda } from '../lambda/lambda.ts';
import { type ApiRegistry, urlOf } from './gateway.resource.ts';
import { createRequestHandler } from './handle.ts';
import { createHttpServer, type HttpServer, listen } from './serve-http.ts';

export interface Gateways extends ApiRegistry {
  /** Addresses of execute-api hosts of the apps become the local ones. */
  localAddress(text: string): string;
  /** Empty for an app without an HTTP API. */
  frontDoorUrl(): string;
  /** Opens all APIs once their authorizers are warm. */
  open(now: () => number, onError: (error: unknown) => void): Promise<void>;
  close(): Promise<void>;
}

const executeApi = /https:\/\/([a-z0-9-]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g;

/** All HTTP APIs of an assembly; the front door gets its port, the others free ones. */
export function createGateways(frontDoor: string | undefined, frontDoorPort: number, lambda: Lambda): Gateways {
  const apis: ApiRegistry['apis'] = new Map();
  const servers: HttpServer[] = [];
  let frontDoorUrl = '';
  const warming = new Map<string, Promise<void>>();
  return {
    apis,
    async reservePort(path) {
      const port = path === frontDoor && frontDoorPort !== 0 ? frontDoorPort : await freePort();
      if (path === frontDoor) frontDoorUrl = urlOf(port);
      return port;
    },
    frontDoorUrl: () => frontDoorUrl,
    localAddress: (text) => text.replace(executeApi, (whole, id: string) => apis.get(id)?.url ?? whole),
    // Every request needs the authorizer: its thread starts while the database is still starting. The other functions start at
    // their first call, as on AWS; all at once they would hold up the database, and most of them are not called for long.
    onAuthorizer(functionArn) {
      warming.set(functionArn, warming.get(functionArn) ?? lambda.warm(functionArn));
    },
    async open(now, onError) {
      await Promise.all(warming.values());
      for (const api of apis.values()) {
        const server = createHttpServer(createRequestHandler(api, { lambda, now }), onError);
        servers.push(await listen(server, api.port));
      }
    },
    close: async () => void (await Promise.all(servers.map((server) => server.close()))),
  };
}
