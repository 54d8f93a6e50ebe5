import type { Parameter, Parameters } from "@twobus/core";

/** What names end with that is a unit, and how it is written. */
const UNITS = [
  ["DbPerOctave", "dB/oct"],
  ["Db", "dB"],
  ["Hz", "Hz"],
  ["Ms", "ms"],
  ["Seconds", "s"],
  ["Bpm", "bpm"],
  ["Ips", "ips"],
  ["Percent", "%"],
  ["Samples", "samples"],
  ["Degrees", "°"],
] as const;

/** Words that are not written as they are said. */
const SPELLED: Readonly<Record<string, string>> = { rms: "RMS", dc: "DC", eq: "EQ", q: "Q" };

/** Parts of a node that its parameters' names may begin with; longer ones first. */
const PARTS = ["lowMid", "highMid", "highPass", "lowPass", "limiter", "low", "mid", "high", "dip", "key"];

/** `keyHighPassHz` read as words: `key high pass`, in `Hz`. */
export interface ParameterName {
  /** `Key high pass` */
  readonly label: string;
  readonly unit?: string;
}

/** A parameter's name as people read it; the unit apart, where the name says one. */
export function readName(name: string): ParameterName {
  const [ending, unit] = UNITS.find(([end]) => name.endsWith(end)) ?? [];
  const bare = ending === undefined ? name : name.slice(0, -ending.length);
  if (bare === "") return { label: sentence(name) };
  return { label: sentence(bare), ...(unit !== undefined && { unit }) };
}

/** `lowMid2` is `Low mid 2`. */
function sentence(name: string): string {
  const words = name.split(/(?=[A-Z])|(?<=\D)(?=\d)/).map((word) => word.toLowerCase());
  const spelled = words.map((word) => SPELLED[word] ?? word).join(" ");
  return spelled[0]!.toUpperCase() + spelled.slice(1);
}

/** Parameters that belong together: a band, a side-chain. Those without a heading belong to the node as a whole. */
export interface ParameterGroup {
  readonly heading?: string;
  readonly parameters: readonly LabelledParameter[];
}

export interface LabelledParameter {
  readonly name: string;
  /** Within its group no two are the same. */
  readonly label: string;
  readonly unit?: string;
  readonly parameter: Parameter;
}

/** What can be set of a node, in groups of at least two: numbered ones, and those whose names begin alike. */
export function groupParameters(parameters: Parameters): ParameterGroup[] {
  const names = Object.keys(parameters);
  const partOf = (name: string): string | undefined => {
    const numbered = /^[a-zA-Z]+?\d+(?=[A-Z])/.exec(name)?.[0];
    return [numbered, ...PARTS].find(
      (part) => part !== undefined && belongs(name, part) && names.filter((other) => belongs(other, part)).length > 1,
    );
  };
  const groups = new Map<string | undefined, string[]>([[undefined, []]]);
  for (const name of names) {
    const part = partOf(name);
    groups.set(part, [...(groups.get(part) ?? []), name]);
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([part, members]) => ({
      ...(part !== undefined && { heading: sentence(part) }),
      parameters: labelled(members, part, parameters),
    }));
}

/** All in the order in which they are given, as a chain asks for. */
export function inOneGroup(parameters: Parameters): ParameterGroup[] {
  const names = Object.keys(parameters);
  return names.length === 0 ? [] : [{ parameters: labelled(names, undefined, parameters) }];
}

/** `lowGainDb` belongs to `low`, `lowest` does not. */
const belongs = (name: string, part: string): boolean =>
  name.startsWith(part) && /^(?:$|[A-Z])/.test(name.slice(part.length));

function labelled(names: readonly string[], part: string | undefined, parameters: Parameters): LabelledParameter[] {
  const read = names.map((name) => ({
    name,
    parameter: parameters[name]!,
    ...readName(part === undefined || name === part ? name : decapitalised(name.slice(part.length))),
  }));
  return read.map((one) => {
    const isAlone = read.filter(({ label }) => label === one.label).length === 1;
    return isAlone || one.unit === undefined ? one : { ...one, label: `${one.label} (${one.unit})` };
  });
}

const decapitalised = (text: string): string => text[0]!.toLowerCase() + text.slice(1);
