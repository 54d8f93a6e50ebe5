import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { copyingModule } from "../../test/copying-module.ts";
import { cables, enginePack, mixOf, node, NOISE_FRAMES, noiseSignal } from "../../test/engine-pack.ts";
import { createRegistry, defineNode, stereo } from "../definition/index.ts";
import { parseMix } from "../document/parse.ts";
import { serialiseMix } from "../document/serialise.ts";
import { CHAIN_TYPE, type MixDocument } from "../document/types.ts";
import { validateMix } from "../document/validate.ts";
import { createMixPlayer, type MixPlayer } from "../laws/mix-player.ts";
import { compileModules } from "./modules.ts";

const registry = createRegistry([enginePack]);
const modules = await compileModules(registry, readFile, false);
const player = (mix: MixDocument): Promise<MixPlayer> => createMixPlayer(mix, registry, modules);
const [noise] = noiseSignal;

/** What a gain that changes at a frame makes of the noise, `late` frames later. */
const expected = (late: number, changesAt: number, before: number, after: number): Float64Array =>
  Float64Array.from({ length: NOISE_FRAMES }, (_, n) => (n < changesAt ? before : after) * (noise[n - late] ?? 0));

describe("a failing processor", () => {
  describe.each(["throws", "nan", "infinity"])("that %s", (way) => {
    test.each([0, 1, 100, 700])("is replaced by its input, %i samples late as it was", async (latencySamples) => {
      const broken = node("broken", { latencySamples, way, failsSamples: 1500 });
      const { play, engine } = await player(mixOf({ noise: node("noise"), broken }, "noise → broken", "broken → out"));
      const [left] = play(NOISE_FRAMES);
      expect(left).toEqual(expected(latencySamples, 1408, 2, 1));
      expect(engine.failed()).toEqual(["broken"]);
    });
  });

  test("leaves the rest of the mix as it is", async () => {
    const broken = node("broken", { latencySamples: 64, failsSamples: 0 });
    const { play } = await player(
      mixOf({ noise: node("noise"), broken }, "noise → broken", "broken → out", "noise → out"),
    );
    expect(play(NOISE_FRAMES)[0]).toEqual(expected(64, 0, 2, 2));
  });

  test("without an input becomes silent", async () => {
    const { play, engine } = await player(
      mixOf({ noise: node("noise"), broken: node("broken", { failsSamples: 0 }) }, "noise → out", "broken → out"),
    );
    expect(play(NOISE_FRAMES)[0]).toEqual(noise);
    expect(engine.failed()).toEqual(["broken"]);
  });

  test("is told by its address, beside others of its strip", async () => {
    const mix = mixOf({ noise: node("noise"), fx: node(CHAIN_TYPE, {}, { graph: "inner" }) }, "noise → fx", "fx → out");
    const graph = mixOf(
      {
        one: node("broken", { failsSamples: 0 }),
        sound: node("late", { latencySamples: 3 }),
        two: node("broken", { failsSamples: 900 }),
      },
      "in → one",
      "one → sound",
      "sound → two",
      "two → out",
    ).graphs["mix"]!;
    mix.graphs["inner"] = { ...graph, interface: { ...graph.interface, inputs: { main: { role: "audio" } } } };
    const { play, engine } = await player(mix);
    play(512);
    expect(engine.failed()).toEqual(["fx/one"]);
    play(1024);
    expect(engine.failed()).toEqual(["fx/one", "fx/two"]);
  });

  test("plays again after a reset", async () => {
    const broken = node("broken", { failsSamples: 1500 });
    const { play, engine } = await player(mixOf({ noise: node("noise"), broken }, "noise → broken", "broken → out"));
    const first = play(NOISE_FRAMES);
    expect(play(NOISE_FRAMES)).toEqual(first);
    engine.reset();
    expect(engine.failed()).toEqual([]);
  });

  test("may be a kernel that traps", async () => {
    const copy = defineNode({
      ...enginePack.nodes[1]!,
      type: "wasm.copy",
      inputs: { main: stereo() },
      params: {},
      latencySamples: () => 0,
      kernel: "copy",
    });
    const url = new URL("wasm:copy");
    const both = createRegistry([
      enginePack,
      { name: "wasm", apiVersion: 1, nodes: [copy], wasm: { url, sharedUrl: url } },
    ]);
    const mix = mixOf({ noise: node("noise"), copy: node("wasm.copy") }, "noise → copy", "copy → out");
    for (const trapping of [false, true]) {
      const compiled = await compileModules(
        both,
        async (file) => (file === url ? copyingModule({ trapping }) : readFile(file)),
        false,
      );
      const { play, engine } = await createMixPlayer(mix, both, compiled);
      expect(play(NOISE_FRAMES)[0]).toEqual(noise);
      expect(engine.failed()).toEqual(trapping ? ["copy"] : []);
    }
  });
});

describe("a node of a pack that is not here", () => {
  const stranger = node("other.exciter", { amountPercent: 30, mode: "warm", on: true }, { label: "Shine" });
  const mix = mixOf({ noise: node("noise"), stranger }, "noise → stranger", "stranger → out");

  test("passes audio", async () => {
    const { play } = await player(mix);
    expect(play(NOISE_FRAMES)).toEqual(noiseSignal);
  });

  test("is kept as it is when saved and read again, and is only warned of", () => {
    const { document } = parseMix(serialiseMix(mix), "mix.json");
    expect(document.graphs["mix"]!.nodes["stranger"]).toEqual(stranger);
    expect(document.graphs["mix"]!.connections).toEqual(
      expect.arrayContaining(cables("noise → stranger", "stranger → out")),
    );
    const { problems, warnings } = validateMix(document, registry);
    expect(problems).toEqual([]);
    expect(warnings).toMatchObject([{ code: "unknown-node-type", at: "mix/stranger" }]);
  });
});
