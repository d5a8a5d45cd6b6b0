import { CreditAccount, creditAccountKey } from '../buyers/credit-account.ts';
import type { Key } from '../shared/page.ts';
import type { Table } from '../shared/table.ts';
import { unlessRefused } from '../shared/write.ts';
import type { PolicyPorts } from './apply-policy.ts';
import { facilityPage } from './facilities-in-force.ts';

const appliedKey: Key = { PK: 'CREDITPOLICY', SK: 'APPLIED' };

/** The accounts of the facilities in force, and the version that they have. */
export const policyStore = (table: Table): PolicyPorts['accounts'] => ({
  applied: async () => {
    const item = await table.get(appliedKey);
    return item && String(item.version);
  },
  page: async (after) => {
    const { facilities, last } = await facilityPage(table, { after });
    const found = facilities.length > 0 ? await table.getMany(facilities.map(creditAccountKey)) : [];
    return { accounts: found.map((item) => CreditAccount.parse(item)), last };
  },
  setRules: ({ PK, SK, limit, rules: before }, rules) =>
    unlessRefused(
      table.write({
        table: table.name,
        update: { PK, SK },
        change: { expression: 'SET #rules = :rules', names: { '#rules': 'rules' }, values: { ':rules': rules } },
        condition: {
          expression: `#limit = :limit AND ${before ? '#rules = :before' : 'attribute_not_exists(#rules)'}`,
          names: { '#limit': 'limit', '#rules': 'rules' },
          values: { ':limit': limit, ...(before ? { ':before': before } : {}) },
        },
      }),
    ),
  markApplied: (version) => table.write({ table: table.name, put: { ...appliedKey, version } }),
});
