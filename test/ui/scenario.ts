/** Adds a step to a scenario. A step builds on the ones before it. */
export type AddStep = (name: string, run: () => Promise<void>) => void;

/** The time limit of a step in milliseconds. */
const stepTime = 60_000;

/**
 * Registers one test for steps that build on each other, for instance a sign-in and what can be done after it. It can run
 * alone, and its error names the step that failed.
 */
export function scenario(title: string, define: (step: AddStep) => void): void {
  const steps: { readonly name: string; readonly run: () => Promise<void> }[] = [];
  define((name, run) => {
    steps.push({ name, run });
  });
  it(title, async () => {
    for (const { name, run } of steps) {
      try {
        await run();
      } catch (cause) {
        throw new Error(`Step “${name}” failed.`, { cause });
      }
    }
  }).timeout(180_000 + steps.length * stepTime);
}
