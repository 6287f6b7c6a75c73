import { packageLocalPool } from './localPoolPackage/packageLocalPool';

packageLocalPool().then(
  (file) => {
    console.log(file);
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
