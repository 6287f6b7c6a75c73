import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tables, withTable } from './docsTables';

// `npm run docs`: writes the tables that come from package.json into README.md and docs.
for (const { file, name } of tables) writeFileSync(join(__dirname, '..', file), withTable(file, name));
