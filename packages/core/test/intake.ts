import {
  API_VERSION,
  createRegistry,
  defineNode,
  percent,
  stereo,
  toggle,
  type Registry,
} from "../src/definition/index.ts";
import { mixFromFiles, type Intake, type IntakeOptions } from "../src/intake/mix-from-files.ts";
import type { IntakeFile } from "../src/intake/report.ts";

const TYPES = ["track", "bus", "glueCompressor", "tubeSaturator", "parametricEq", "truePeakLimiter"] as const;

export const registry: Registry = createRegistry([
  {
    name: "toy",
    apiVersion: API_VERSION,
    nodes: TYPES.map((name, index) =>
      defineNode({
        type: `twobus.${name}`,
        version: index + 1,
        name,
        category: "utility",
        summary: "",
        words: [],
        references: [],
        inputs: name === "track" ? {} : { main: stereo() },
        outputs: { main: stereo() },
        params: {
          panPercent: percent({ min: -100, max: 100, default: 0, description: "" }),
          invertPolarity: toggle({ default: false, description: "" }),
        },
        linearity: "linear",
        kernel: name === "track" || name === "bus" ? { head: "none", tail: "none" } : "none",
      }),
    ),
  },
]);

export const fileOf = (file: string, rest: Partial<IntakeFile> = {}): IntakeFile => ({
  file,
  channels: 2,
  sampleRate: 48000,
  frames: 480000,
  ...rest,
});

export const mixOf = (files: readonly (string | IntakeFile)[], options: Partial<IntakeOptions> = {}): Intake =>
  mixFromFiles({
    name: "Song",
    files: files.map((file) => (typeof file === "string" ? fileOf(file) : file)),
    registry,
    ...options,
  });

/** One line per bus, with the labels of what plays into it: "Drums: Kick Snare". */
export function outline({ document }: Pick<Intake, "document">): string[] {
  const { nodes, connections } = document.graphs[document.root]!;
  const inputsOf = (id: string): string[] =>
    connections.filter(({ to }) => to === `${id}.main`).map(({ from }) => from.split(".")[0]!);
  const buses = Object.entries(nodes).filter(([, { type }]) => type === "twobus.bus");
  return buses.map(([id, bus]) => [`${bus.label}:`, ...inputsOf(id).map((input) => nodes[input]!.label)].join(" "));
}
