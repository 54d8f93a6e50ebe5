import { describe, expect, test } from "vitest";
import { cable, describeStrip, expectClose, gainOf, isSilent, node, noise, playMix } from "../../../test/strips.ts";

await describeStrip("bus");

const sources = { a: noise(4), b: noise(5), c: noise(6) };
const { a, b, c } = sources;
const tracks = Object.fromEntries(Object.keys(sources).map((source) => [source, node("track", {}, { source })]));

describe("summing", () => {
  const intoBus = [cable("c → bus"), cable("a → bus"), cable("b → bus"), cable("bus → out")];

  test("adds in double precision, by name and not by when something was connected", async () => {
    const output = await playMix({ ...tracks, bus: node("bus") }, intoBus, sources);
    const sum = [0, 1].map((side) => a[side]!.map((x, n) => x + b[side]![n]! + c[side]![n]!));
    expect(output).toEqual(sum);
  });

  test("of nothing is silence", async () => {
    expect((await playMix({ bus: node("bus") }, [cable("bus → out")], {})).every(isSilent)).toBe(true);
  });

  test("of a signal and its opposite is silence", async () => {
    const opposite = node("track", { invertPolarity: true }, { source: "a" });
    const nodes = { a: tracks["a"]!, opposite, bus: node("bus") };
    const connections = [cable("a → bus"), cable("opposite → bus"), cable("bus → out")];
    expect((await playMix(nodes, connections, { a })).every(isSilent)).toBe(true);
  });

  test("a connection has its own gain, pan and mute", async () => {
    const connections = [
      cable("a → bus", { gainDb: -4 }),
      cable("b → bus", { panPercent: 40 }),
      cable("c → bus", { muted: true }),
      cable("bus → out"),
    ];
    const output = await playMix({ ...tracks, bus: node("bus") }, connections, sources);
    expectClose(
      output,
      (side, n) => a[side][n]! * gainOf(-4) + b[side][n]! * (side === 0 ? Math.cos(0.2 * Math.PI) : 1),
    );
  });
});

test("shapes the sum, not what goes past it", async () => {
  const bus = node("bus", { trimDb: 2, faderDb: -8, panPercent: -100 });
  const connections = [cable("a → bus"), cable("b → bus"), cable("bus → out"), cable("c → out")];
  const output = await playMix({ ...tracks, bus }, connections, sources);
  expectClose(output, (side, n) => c[side][n]! + (side === 0 ? (a[side][n]! + b[side][n]!) * gainOf(-6) : 0));
});

test("muted, it takes all of its tracks out", async () => {
  const bus = node("bus", {}, { muted: true });
  const connections = [cable("a → bus"), cable("b → bus"), cable("bus → out"), cable("c → out")];
  expect(await playMix({ ...tracks, bus }, connections, sources)).toEqual(c);
});
