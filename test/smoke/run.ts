import { join } from 'node:path';
import { runMocha } from '../ui/runMocha';

// Tries the package that `npm run package` has written, in the oldest and in the current editor.
runMocha('smoke', [join(__dirname, 'package.test.ts')]).then(
  (failures) => {
    process.exitCode = failures > 0 ? 1 : 0;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
