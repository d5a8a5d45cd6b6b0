import type { Table } from '../shared/table.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import { type ConnectedSystem, Connection } from './connection.ts';

type Login = Pick<Connection, 'system' | 'login'>;

export const connectionKey = ({ system, login }: Login) => ({
  PK: `CONNECTION#${system}#${login}`,
  SK: 'CONNECTION',
});

/** Who signs in at a system's front door with this login. */
export async function findConnection(table: Table, of: Login): Promise<Connection | undefined> {
  const item = await table.get(connectionKey(of));
  return item && Connection.parse(item);
}

/** The connection as it is now to be, and its place in its merchant's list: one for each system. */
export const connectionWrites = (table: string, connection: Connection): Write[] => [
  {
    table,
    put: { ...connectionKey(connection), ...connection },
    condition: connection.version === 1 ? isNew : atVersion(connection.version - 1),
  },
  { table, put: { ...placeKey(connection.merchantId, connection.system), login: connection.login } },
];

const placeKey = (merchantId: string, system: ConnectedSystem) => ({
  PK: `MERCHANT#${merchantId}`,
  SK: `CONNECTION#${system}`,
});

/** The connections of a merchant, the revoked ones too. */
export async function listConnections(table: Table, merchantId: string): Promise<Connection[]> {
  const { items } = await table.query({ partition: `MERCHANT#${merchantId}`, prefix: 'CONNECTION#' });
  const keys = items.map(({ SK, login }) =>
    connectionKey({ system: String(SK).slice('CONNECTION#'.length) as ConnectedSystem, login: String(login) }),
  );
  return (await table.getMany(keys)).map((item) => Connection.parse(item));
}
