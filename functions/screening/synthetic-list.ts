import source from './sanctions-list.json' with { type: 'json' };
import { parseSanctionsList, type SanctionsList } from './sanctions-list.ts';

/**
 * The list that comes with the product: invented names only, because a bundled real list would be stale and dangerous
 * (JAPAN-RULES 2.3).
 */
export const syntheticList = (): SanctionsList => parseSanctionsList(source);
