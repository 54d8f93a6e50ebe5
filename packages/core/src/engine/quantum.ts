/** Frames per quantum: what every kernel is called with, live and offline. */
export const QUANTUM = 128;
