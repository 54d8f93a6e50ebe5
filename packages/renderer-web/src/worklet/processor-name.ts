/** What the page asks the worklet for. */
export const PROCESSOR_NAME = "twobus-player";
