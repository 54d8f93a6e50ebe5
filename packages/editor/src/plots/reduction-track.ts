/** Meters are read thirty times a second. */
const READINGS = 90;

/** The gain reduction of the last three seconds. */
export class ReductionTrack {
  readonly #readings: number[] = Array.from({ length: READINGS }, () => 0);

  /** Reductions count downwards from 0, however the meter is signed. */
  add(reductionDb: number): void {
    this.#readings.shift();
    this.#readings.push(Math.abs(reductionDb));
  }

  clear(): void {
    this.#readings.fill(0);
  }

  get isAtRest(): boolean {
    return this.mostDb === 0;
  }

  get mostDb(): number {
    return Math.max(...this.#readings);
  }

  /** The `d` of an area that hangs from the top, over 0 to `rangeDb`. */
  area(width: number, height: number, rangeDb: number): string {
    const points = this.#readings.map((reductionDb, index) => {
      const x = (width * index) / (READINGS - 1);
      const y = height * Math.min(1, reductionDb / rangeDb);
      return `L${x.toFixed(1)} ${y.toFixed(1)}`;
    });
    return `M0 0${points.join("")}L${width} 0Z`;
  }
}
