/** The path of a Chromium that runs, or undefined. */
export function findChromium(): string | undefined;

/** The same, after installing one if need be. Throws a sentence that says what to do where that fails. */
export function provideChromium(): string;
