import type { NodeDefinition, PlainValues } from "../../definition/node.ts";
import type { Pack } from "../../definition/pack.ts";
import type { CompiledModules } from "../../engine/modules.ts";
import type { Problem } from "../../problem.ts";
import type { NodeRunner, RunOptions, Stereo } from "../../solo/node-runner.ts";
import { toldValues } from "./settings.ts";
import { silence } from "./signals.ts";

/** One node under the laws. */
export interface Subject {
  readonly pack: Pack;
  readonly definition: NodeDefinition;
  readonly modules: CompiledModules;
  readonly runner: NodeRunner;
  /** Values at which the node lets sound through on time. */
  readonly transparent: PlainValues;
  /** Those of them that its pack insists on. */
  readonly pinned: PlainValues;
}

/** What every node must do, whatever it does. Yields what breaks it. */
export interface Law {
  readonly name: string;
  readonly broken: (subject: Subject) => Iterable<Problem> | AsyncIterable<Problem>;
}

/** A breach, with the values at which it shows. */
export function breach({ definition }: Subject, code: string, message: string, values?: PlainValues): Problem {
  const where = values === undefined ? "" : ` at ${toldValues(definition, values)}`;
  return { code, at: definition.type, message: `${message}${where}` };
}

export const SAMPLE_RATES = [8000, 11025, 22050, 44100, 48000, 88200, 96000, 176400, 192000] as const;

export const latencyOf = ({ definition }: Subject, values: PlainValues, sampleRate: number): number =>
  definition.latencySamples?.(values, sampleRate) ?? 0;

const hasKey = ({ definition }: Subject): boolean =>
  Object.values(definition.inputs).some(({ role }) => role === "key");

/** With and without a key, where there can be one. */
export const keyings = (subject: Subject): readonly boolean[] => (hasKey(subject) ? [false, true] : [false]);

/** One signal for audio ports, another for key ports. A track's head is given the first one too. */
export function inputsFor({ definition }: Subject, main: Stereo, key?: Stereo): RunOptions["inputs"] {
  const ports = Object.entries(definition.inputs).map(([name, { role }]) => [name, role === "key" ? key : main]);
  return { main, ...Object.fromEntries(ports.filter(([, signal]) => signal !== undefined)) };
}

/** What leaves the node's first output. */
export function outputOf(subject: Subject, options: RunOptions): Stereo {
  return Object.values(subject.runner.run(options).outputs)[0] ?? silence(0);
}
