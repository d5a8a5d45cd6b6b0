import type { Actor } from '../shared/actor.ts';
import { type Answer, answer } from '../shared/answer.ts';
import { instant } from '../shared/clock.ts';

import { agreed, withCredentials } from './api-keys.ts';
import {
  type ConnectedSystem,
  type Connection,
  drawLogin,
  drawSecret,
  newConnection,
  withNewSecret,
} from './connection.ts';
import type { ConnectionResource, Rotate } from './credential.contract.ts';
import { refuseCredential } from './credential.refusals.ts';
import { assertState, changed } from './merchant.ts';
import { type CredentialPorts, type OperatorRequest, onMerchant } from './merchant-ports.ts';

export interface ConnectionPorts extends CredentialPorts {
  readonly connections: { of(merchantId: string): Promise<readonly Connection[]> };
}

interface ConnectionPath {
  readonly merchantId: string;
  readonly system: string;
}

/** Gives a merchant a login at a system; the secret is shown in this answer only. */
export const issueConnection = (
  ports: ConnectionPorts,
  merchantId: string,
  { system }: { readonly system: ConnectedSystem },
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, merchantId, request, async (merchant, at) => {
    assertState(merchant, 'a connection', 'approved', 'sandbox_issued', 'connection_test', 'live');
    const before = (await ports.connections.of(merchantId)).find((one) => one.system === system);
    if (before?.state === 'active') {
      throw refuseCredential('ConnectionExists', `The login is ${before.login}: rotate its secret instead.`);
    }
    const secret = drawSecret[system]();
    const login = drawLogin[system](merchantId);
    const made = await newConnection({ system, login, merchantId, createdAt: at }, secret);
    const connection = before?.login === login ? { ...made, version: before.version + 1 } : made;
    return {
      merchant: withCredentials(agreed(ports, merchant, at), at),
      event: 'connection.issued',
      connections: [connection],
      told: issued(connection, secret),
    };
  });

/** Gives a login a new secret. The old one opens until the overlap ends. */
export const rotateConnection = (
  ports: ConnectionPorts,
  path: ConnectionPath,
  { overlapHours }: Rotate,
  request: OperatorRequest,
): Promise<Answer> =>
  onMerchant(ports, path.merchantId, request, async (merchant, at) => {
    const old = await active(ports, path);
    const secret = drawSecret[old.system]();
    const validUntil = new Date(ports.clock.now() + overlapHours * 3_600_000).toISOString();
    const connection = await withNewSecret(old, secret, validUntil);
    const told = issued(connection, secret);
    const next = changed(agreed(ports, merchant, at), at);
    return { merchant: next, event: 'connection.rotated', connections: [connection], told };
  });

/** Revokes a login, if that is still to be done. */
export async function revokeConnection(ports: ConnectionPorts, path: ConnectionPath, actor: Actor): Promise<Answer> {
  const merchant = await ports.merchants.get(path.merchantId);
  const connection = await known(ports, path);
  const revoked: Connection = { ...connection, state: 'revoked', version: connection.version + 1 };
  if (connection.state !== 'revoked') {
    const effect = { merchant: changed(merchant, instant(ports.clock)), connections: [revoked] };
    await ports.merchants.change({ ...effect, event: 'connection.revoked' }, actor);
  }
  return answer(200, connectionResource(revoked));
}

/** A merchant's logins. */
export async function listConnections(ports: ConnectionPorts, merchantId: string): Promise<Answer> {
  await ports.merchants.get(merchantId);
  const items = (await ports.connections.of(merchantId)).map(connectionResource);
  return answer(200, { items, nextCursor: null });
}

async function known({ connections }: ConnectionPorts, { merchantId, system }: ConnectionPath): Promise<Connection> {
  const connection = (await connections.of(merchantId)).find((one) => one.system === system);
  if (connection) return connection;
  throw refuseCredential('ConnectionNotFound', `The merchant has no login at ${system}.`);
}

async function active(ports: ConnectionPorts, path: ConnectionPath): Promise<Connection> {
  const connection = await known(ports, path);
  if (connection.state === 'active') return connection;
  throw refuseCredential('ConnectionNotFound', `The merchant's login at ${path.system} is revoked.`);
}

const connectionResource = ({ system, login, state, previous, createdAt }: Connection): ConnectionResource => ({
  system,
  login,
  state,
  previousSecretValidUntil: previous?.validUntil ?? null,
  createdAt: createdAt ?? null,
});

const issued = (connection: Connection, secret: string): Answer =>
  answer(201, { ...connectionResource(connection), secret });
