import type { Table } from '../shared/table.ts';
import { isNew, type Write } from '../shared/write.ts';
import type { Connection } from './connection.ts';

const connectionKey = ({ system, login }: Pick<Connection, 'system' | 'login'>) => ({
  PK: `CONNECTION#${system}#${login}`,
  SK: 'CONNECTION',
});

export const newConnectionWrite = (table: Table, connection: Connection): Write => ({
  table: table.name,
  put: { ...connectionKey(connection), ...connection },
  condition: isNew,
});
