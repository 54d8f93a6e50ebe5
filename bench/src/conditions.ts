import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";

/** What a figure depends on, by name. */
export type Conditions = Readonly<Record<string, string>>;

export const currentConditions = (): Conditions => ({
  processor: cpus()[0]?.model.trim() ?? "unknown",
  cores: String(availableParallelism()),
  memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
  system: `${type()} ${release()}, ${process.arch}`,
  node: `${process.versions.node} (V8 ${process.versions.v8})`,
});

export const conditionLines = (conditions: Conditions): string[] =>
  Object.entries(conditions).map(([name, value]) => `${name}: ${value}`);

/** When something is measured, and how busy the machine was before. */
export const currentMoment = (): string =>
  `${new Date().toISOString().slice(0, 10)}, at a load of ${loadavg()[0]!.toFixed(1)} in the minute before`;
