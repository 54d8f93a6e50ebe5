/** A place in the mix as it is shown: `1:02.5`. */
export function clockText(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, "0")}`;
}

/** The same as it is read aloud: `1 minute 2.5 seconds`. */
export function spokenTime(seconds: number): string {
  const tenths = Math.round(10 * seconds);
  const [minutes, rest] = [Math.floor(tenths / 600), (tenths % 600) / 10];
  const spokenRest = `${rest} ${rest === 1 ? "second" : "seconds"}`;
  return minutes === 0 ? spokenRest : `${minutes} ${minutes === 1 ? "minute" : "minutes"} ${spokenRest}`;
}

const WRITTEN = /^(?:(?:(?<hours>\d+):)?(?<minutes>\d+):)?(?<seconds>\d+(?:\.\d*)?|\.\d+)s?$/;

/** Seconds of a typed time: `62.5`, `62.5 s`, `1:02.5`, `1:02:03`. Undefined for what is none. */
export function parseTime(text: string): number | undefined {
  const {
    hours = "0",
    minutes = "0",
    seconds,
  } = WRITTEN.exec(text.replaceAll(",", ".").replaceAll(/\s/g, ""))?.groups ?? {};
  return seconds === undefined ? undefined : 3600 * Number(hours) + 60 * Number(minutes) + Number(seconds);
}
