interface Entry<Value> {
  readonly value: Value;
  readonly expiresAt: number;
}

const sweepEveryMs = 60_000;

/** A map whose entries expire. Writing removes expired entries, and the oldest ones above `limit`. */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  #sweptAt = -Infinity;

  constructor(
    private readonly now: () => number,
    private readonly limit = 10_000,
  ) {}

  /** @param expiresAt milliseconds since 1970, from which on the entry is not returned */
  set(key: string, value: Value, expiresAt: number): void {
    this.#sweep();
    this.#entries.set(key, { value, expiresAt });
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && this.now() < entry.expiresAt ? entry.value : undefined;
  }

  /** The values that have not expired, the oldest ones first. */
  values(): readonly Value[] {
    const now = this.now();
    return [...this.#entries.values()].filter(({ expiresAt }) => now < expiresAt).map(({ value }) => value);
  }

  /** Removes and returns an entry, so that only the first caller gets it. */
  take(key: string): Value | undefined {
    const value = this.get(key);
    this.#entries.delete(key);
    return value;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  /** Makes an entry expire at `expiresAt` at the latest. */
  endBy(key: string, expiresAt: number): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined && expiresAt < entry.expiresAt) {
      this.#entries.set(key, { value: entry.value, expiresAt });
    }
  }

  /** Removes every entry whose value is `unwanted`. */
  removeWhere(unwanted: (value: Value) => boolean): void {
    for (const [key, entry] of this.#entries) {
      if (unwanted(entry.value)) this.#entries.delete(key);
    }
  }

  #sweep(): void {
    const now = this.now();
    if (this.#entries.size < this.limit && Math.abs(now - this.#sweptAt) < sweepEveryMs) return;
    this.#sweptAt = now;
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAt <= now) this.#entries.delete(key);
    }
    for (const key of this.#entries.keys()) {
      if (this.#entries.size < this.limit) return;
      this.#entries.delete(key);
    }
  }
}
