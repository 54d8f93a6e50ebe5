/** Does one thing after the other; of those that come while one is being done, only the last. */
export class LatestOnly {
  #next: (() => Promise<void>) | undefined;
  #isBusy = false;

  do(work: () => Promise<void>): void {
    this.#next = work;
    if (!this.#isBusy) void this.#run();
  }

  /** Forgets what waits. */
  stop(): void {
    this.#next = undefined;
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    while (this.#next !== undefined) {
      const work = this.#next;
      this.#next = undefined;
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await work().catch(() => {}); // a curve that cannot be worked out is not drawn
    }
    this.#isBusy = false;
  }
}
