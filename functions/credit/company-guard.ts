import type { Buyer } from '../buyers/buyer.ts';
import { companyPartition } from '../buyers/company-relation.ts';
import { companyIdOf, otherLimits } from '../screening/company-limits.ts';
import { policyInForce } from '../screening/recompute.ts';
import type { Table } from '../shared/table.ts';
import { atVersion, isNew, type Write } from '../shared/write.ts';
import { assertFitsCompany } from './assert-fits-company.ts';

/**
 * Grants to one company follow each other, whichever merchants they are made at: each looks at what the company has elsewhere and
 * takes the next version of this item in its own transaction. Without it two that look at the same moment would both fit, and exceed
 * the total together (CAPABILITIES.md P10, company total).
 */
export async function companyGuard(
  table: Table,
  buyer: Buyer,
  { creditLimit, today }: { readonly creditLimit: number; readonly today: string },
): Promise<Write> {
  const key = { PK: companyPartition(companyIdOf(buyer)), SK: 'GRANTS' };
  const met = await table.get(key);
  const { company } = policyInForce(today);
  if (company) assertFitsCompany(company, { creditLimit, otherLimits: await otherLimits(table, buyer, today) });
  const version = Number(met?.version ?? 0);
  return { table: table.name, put: { ...key, version: version + 1 }, condition: met ? atVersion(version) : isNew };
}
