/** Time that passes only when a test lets it pass. What waits for it runs in the order in which it is due. */
export class VirtualTime {
  /** Milliseconds since 1970. */
  now: number;
  readonly #due: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];
  #made = 0;

  constructor(start: number) {
    this.now = start;
  }

  at(milliseconds: number, run: () => void): void {
    this.#due.push({ at: this.now + milliseconds, order: this.#made++, run });
  }

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => {
      this.at(milliseconds, resolve);
    });

  /** Lets time pass until nothing waits. @param most the longest time, in milliseconds */
  async pass(most = Infinity): Promise<void> {
    const end = this.now + most;
    await settled();
    for (;;) {
      const next = this.#due.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined || next.at > end) break;
      this.#due.splice(this.#due.indexOf(next), 1);
      this.now = Math.max(this.now, next.at);
      next.run();
      await settled();
    }
    if (most !== Infinity) this.now = Math.max(this.now, end);
  }
}

/** Waits until all promises that can settle have settled. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
