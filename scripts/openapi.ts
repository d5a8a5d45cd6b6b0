import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts, refusalTables } from '../functions/api/contracts.ts';
import { examples } from '../functions/api/examples.ts';
import { openApiDocument } from '../functions/api/openapi.ts';

/** `npm run openapi`: writes the document that docsHandler serves and that a test holds to be up to date. */
const document = openApiDocument({ contracts, refusals: refusalTables, examples });
const file = join(import.meta.dirname, '../docs/openapi.json');
writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
console.log(`${Object.keys(document.paths as object).length} paths written to docs/openapi.json`);
