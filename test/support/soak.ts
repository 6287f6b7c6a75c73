/** The number of repetitions of a test: `usual` in `npm test`, `long` in `npm run test:soak`. */
export function runs(usual: number, long: number): number {
  return process.env.SOAK === '1' ? long : usual;
}
