import { freePort } from '../free-port.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { ApiRegistry } from './gateway.resource.ts';
import { createRequestHandler } from './handle.ts';
import { createHttpServer, type HttpServer, listen } from './serve-http.ts';

export interface Gateways extends ApiRegistry {
  /** Addresses of execute-api hosts of the apps become the local ones. */
  localAddress(text: string): string;
  /** ARNs of the functions that answer requests: routes and authorizers. */
  functionArns(): string[];
  open(lambda: Lambda, now: () => number, onError: (error: unknown) => void): Promise<void>;
  close(): Promise<void>;
}

const executeApi = /https:\/\/([a-z0-9-]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g;

/** All HTTP APIs of an assembly; the front door gets its port, the others free ones. */
export function createGateways(frontDoor: string | undefined, frontDoorPort: number): Gateways {
  const apis: ApiRegistry['apis'] = new Map();
  const servers: HttpServer[] = [];
  return {
    apis,
    reservePort: async (path) => (path === frontDoor && frontDoorPort !== 0 ? frontDoorPort : await freePort()),
    localAddress: (text) => text.replace(executeApi, (whole, id: string) => apis.get(id)?.url ?? whole),
    functionArns: () => [
      ...new Set(
        [...apis.values()].flatMap((api) =>
          [...api.authorizers.values(), ...api.integrations.values()].map(({ functionArn }) => functionArn),
        ),
      ),
    ],
    async open(lambda, now, onError) {
      for (const api of apis.values()) {
        const server = createHttpServer(createRequestHandler(api, { lambda, now }), onError);
        servers.push(await listen(server, api.port));
      }
    },
    close: async () => void (await Promise.all(servers.map((server) => server.close()))),
  };
}
