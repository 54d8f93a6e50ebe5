import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRegistry, defineNode, key, stereo, type NodeDefinition } from "../definition/index.ts";
import {
  CHAIN_TYPE,
  FORMAT,
  type ConnectionRecord,
  type GraphRecord,
  type MixDocument,
  type NodeRecord,
} from "../document/types.ts";
import { compile } from "./compile.ts";
import { nodeLatencies } from "./node-latencies.ts";
import { printPlan } from "./print-plan.ts";

const base = { version: 1, category: "utility", summary: "", words: [], references: [], linearity: "linear" } as const;
const node = (name: string, rest: Partial<NodeDefinition>): NodeDefinition =>
  defineNode({
    ...base,
    type: `toy.${name}`,
    name,
    inputs: { main: stereo() },
    outputs: { main: stereo() },
    params: {},
    kernel: name,
    ...rest,
  });
const strip = { head: "head", tail: "tail" };
const registry = createRegistry([
  {
    name: "toy",
    apiVersion: 1,
    nodes: [
      node("track", { inputs: {}, kernel: strip }),
      node("bus", { kernel: strip }),
      node("plain", {}),
      node("late", { latencySamples: () => 100 }),
      node("keyed", { inputs: { main: stereo(), key: key() } }),
    ],
  },
]);

const at = (type: string, rest: Partial<NodeRecord> = {}): NodeRecord => ({
  type: `toy.${type}`,
  version: 1,
  params: {},
  ...rest,
});
const cable = (from: string, to: string, rest: Partial<ConnectionRecord> = {}): ConnectionRecord => ({
  from,
  to,
  ...rest,
});
const graph = (
  nodes: Record<string, NodeRecord>,
  connections: ConnectionRecord[],
  inputs: string[] = [],
): GraphRecord => ({
  interface: {
    inputs: Object.fromEntries(inputs.map((name) => [name, { role: "audio" }])),
    outputs: { main: { role: "audio" } },
    params: {},
  },
  nodes,
  connections,
});
const mix = (graphs: Record<string, GraphRecord>): MixDocument => ({
  format: FORMAT,
  formatVersion: 1,
  name: "toy",
  sampleRate: 48000,
  sources: {},
  root: "mix",
  graphs,
  automation: {},
  layout: {},
});
const printed = (graphs: Record<string, GraphRecord>): string => printPlan(compile(mix(graphs), registry));

const twoTracks = (bus: Partial<NodeRecord> = {}): GraphRecord =>
  graph({ a: at("track", { source: "a" }), b: at("track", { source: "b" }), bus: at("bus", bus) }, [
    cable("a.main", "bus.main"),
    cable("b.main", "bus.main"),
    cable("bus.main", "out.main"),
  ]);
const lateChain = graph(
  { late: at("late") },
  [cable("in.main", "late.main"), cable("late.main", "out.main")],
  ["main"],
);

describe("the plan of a small mix", () => {
  test("tracks feed a bus, each strip is a job", () => {
    expect(printed({ mix: twoTracks() })).toBe(
      [
        "48000 Hz, latency 0 samples, tail 0 samples, 2 sources, 3 jobs",
        "0 a",
        "    process a/in (head) source a → b0",
        "    process a (tail) b0 → s0",
        "1 b",
        "    process b/in (head) source b → b0",
        "    process b (tail) b0 → s1",
        "2 bus after a, b",
        "    mix bus/in.main s0 + s1 → b0",
        "    process bus/in (head) b0 → b1",
        "    process bus (tail) b1 → s2",
        "output s2",
        "",
      ].join("\n"),
    );
  });

  test("insertion order changes nothing", () => {
    const nodes = Object.entries(twoTracks().nodes);
    const reference = printed({ mix: twoTracks() });
    const shuffled = fc.tuple(
      fc.shuffledSubarray(nodes, { minLength: nodes.length }),
      fc.shuffledSubarray(twoTracks().connections, { minLength: 3 }),
    );
    fc.assert(
      fc.property(shuffled, ([someNodes, connections]) => {
        expect(printed({ mix: graph(Object.fromEntries(someNodes), connections) })).toBe(reference);
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test("a node of its own beside a group of the same nodes is summed in the same order", () => {
    const flat = graph(
      { a: at("plain"), b: at("plain"), c: at("plain"), src: at("track", { source: "s" }) },
      ["a", "b", "c"].flatMap((id) => [cable("src.main", `${id}.main`), cable(`${id}.main`, "out.main")]),
    );
    const inner = graph(
      { a: at("plain"), c: at("plain") },
      ["a", "c"].flatMap((id) => [cable("in.main", `${id}.main`), cable(`${id}.main`, "out.main")]),
      ["main"],
    );
    const grouped = graph(
      {
        group: { type: CHAIN_TYPE, version: 1, params: {}, graph: "inner" },
        b: at("plain"),
        src: at("track", { source: "s" }),
      },
      ["group", "b"].flatMap((id) => [cable("src.main", `${id}.main`), cable(`${id}.main`, "out.main")]),
    );
    const order = (text: string): string[] => {
      const plan = compile(mix(text === "flat" ? { mix: flat } : { mix: grouped, inner }), registry);
      const producers = new Map(
        plan.jobs.flatMap((job) =>
          job.steps.flatMap((step) =>
            step.kind === "process"
              ? step.outputs.map((o) => [`${job.name} ${o.scope}${o.index}`, step.address] as const)
              : [],
          ),
        ),
      );
      const byShared = new Map([...producers].map(([name, address]) => [name.split(" ")[1]!, address]));
      const sum = plan.jobs.at(-1)!.steps.find((step) => step.kind === "mix")!;
      return sum.kind === "mix"
        ? sum.inputs.map(({ buffer }) => byShared.get(`${buffer.scope}${buffer.index}`)!.split("/").at(-1)!)
        : [];
    };
    expect(order("flat")).toEqual(["a", "b", "c"]);
    expect(order("grouped")).toEqual(["a", "b", "c"]);
  });
});

describe("latency", () => {
  test("a strip beside a late one waits for it", () => {
    const text = printed({
      mix: graph(
        { a: at("track", { source: "a", graph: "chain" }), b: at("track", { source: "b" }), bus: at("bus") },
        twoTracks().connections,
      ),
      chain: lateChain,
    });
    expect(text).toContain("latency 100 samples");
    expect(text).toContain("delay 100 samples s1 → b0");
    expect(text).toContain("mix bus/in.main s0 + b0 → b1");
  });

  test("a key waits too, and makes the main input wait", () => {
    const text = printed({
      mix: graph(
        { a: at("track", { source: "a", graph: "chain" }), b: at("track", { source: "b" }), duck: at("keyed") },
        [cable("a.main", "duck.key"), cable("b.main", "duck.main"), cable("duck.main", "out.main")],
      ),
      chain: lateChain,
    });
    expect(text).toContain("latency 100 samples");
    expect(text).toMatch(/delay 100 samples s0 → b0\n.*process duck \(keyed\) b0, s1/);
  });

  test("bypass keeps it, and takes the processor out", () => {
    const text = printed({
      mix: twoTracks({ graph: "chain" }),
      chain: graph({ late: at("late", { bypassed: true }) }, lateChain.connections, ["main"]),
    });
    expect(text).toContain("latency 100 samples");
    expect(text).toMatch(/delay 100 samples/);
    expect(text).not.toContain("(late)");
  });

  test("a bypassed strip passes its chain by and keeps its latency", () => {
    const text = printed({ mix: twoTracks({ graph: "chain", bypassed: true }), chain: lateChain });
    expect(text).toContain("latency 100 samples");
    expect(text).not.toContain("(late)");
  });
});

test("of each node, strip and chain it is known how late it lets go of what it is given", () => {
  const latencyOf = nodeLatencies(mix({ mix: twoTracks({ graph: "chain" }), chain: lateChain }), registry);
  expect(["a", "a/late", "b", "bus"].map(latencyOf)).toEqual([100, 100, 0, 0]);
  expect(latencyOf("nobody")).toBeUndefined();
});

describe("what is not heard does not run", () => {
  test("a muted track", () => {
    const muted = twoTracks();
    muted.nodes["a"]!.muted = true;
    const text = printed({ mix: muted });
    expect(text).toContain("1 source,");
    expect(text).not.toContain("source a");
  });

  test("a muted key is a silent key, not a missing one", () => {
    const keyedBy = (rest: Partial<ConnectionRecord>[]): string =>
      printed({
        mix: graph({ a: at("track", { source: "a" }), b: at("track", { source: "b" }), duck: at("keyed") }, [
          ...rest.map((connection) => cable("a.main", "duck.key", connection)),
          cable("b.main", "duck.main"),
          cable("duck.main", "out.main"),
        ]),
      });
    expect(keyedBy([{ muted: true }])).toContain("mix duck.key silence");
    expect(keyedBy([])).toMatch(/\(keyed\) s0, –/);
  });
});

describe("nesting", () => {
  test("a key reaches into a strip's chain", () => {
    const text = printed({
      mix: graph(
        { kick: at("track", { source: "kick" }), bass: at("track", { source: "bass", graph: "duck" }), bus: at("bus") },
        [
          cable("kick.main", "bass.kick"),
          cable("kick.main", "bus.main"),
          cable("bass.main", "bus.main"),
          cable("bus.main", "out.main"),
        ],
      ),
      duck: graph(
        { duck: at("keyed") },
        [cable("in.main", "duck.main"), cable("in.kick", "duck.key"), cable("duck.main", "out.main")],
        ["main", "kick"],
      ),
    });
    expect(text).toContain("bass after kick");
    expect(text).toMatch(/process bass\/duck \(keyed\) b0, s0/);
  });

  test("unknown types pass audio", () => {
    const text = printed({
      mix: graph({ a: at("track", { source: "a" }), later: { type: "other.unknown", version: 3, params: {} } }, [
        cable("a.main", "later.main"),
        cable("later.main", "out.main"),
      ]),
    });
    expect(text).toContain("1 job\n");
    expect(text).toContain("output s0");
  });

  test("a circle is refused with its names", () => {
    const circle = {
      mix: graph({ a: at("bus"), b: at("bus") }, [
        cable("a.main", "b.main"),
        cable("b.main", "a.main"),
        cable("b.main", "out.main"),
      ]),
    };
    expect(() => printed(circle)).toThrow("b → a → b");
  });

  test("gain and pan of a connection reach the sum", () => {
    const text = printed({
      mix: graph({ a: at("track", { source: "a" }), bus: at("bus") }, [
        cable("a.main", "bus.main", { gainDb: -6.020599913279624, panPercent: 100 }),
        cable("bus.main", "out.main"),
      ]),
    });
    expect(text).toMatch(/s0 × \(0, 0\.(5|49999999999999\d+)\)/);
  });
});
