import { describe, expect, test } from "vitest";
import { parseChain } from "./chain-file.ts";
import { CHAIN_SCHEMA_URL, type ChainDocument } from "./chain-types.ts";
import { chainJsonSchema } from "./json-schema.ts";
import { serialiseChain } from "./serialise.ts";
import type { GraphRecord } from "./types.ts";

const main = { main: { role: "audio" as const } };

function graph(nodes: GraphRecord["nodes"] = {}, params: GraphRecord["interface"]["params"] = {}): GraphRecord {
  return {
    interface: { inputs: main, outputs: main, params },
    nodes,
    connections: [{ from: "in.main", to: "out.main" }],
  };
}

function chain(changes: Partial<ChainDocument> = {}): ChainDocument {
  return {
    format: "twobus-chain",
    formatVersion: 1,
    name: "Loud",
    summary: "Makes it louder.",
    tags: ["loud"],
    root: "chain",
    graphs: { chain: graph() },
    ...changes,
  };
}

const read = (value: unknown): ChainDocument => parseChain(JSON.stringify(value), "loud.json");

describe("a chain's text", () => {
  test("gives the chain again, and one text whatever the order of its keys", () => {
    const reversed = Object.fromEntries(Object.entries(chain()).toReversed());
    expect(read(chain())).toEqual(chain());
    expect(serialiseChain(read(reversed))).toBe(serialiseChain(chain()));
    expect(parseChain(serialiseChain(chain()), "loud.json")).toEqual(chain());
  });

  test("may say who made it, under which terms, from what, and how it sounded", () => {
    const sha256 = "0123456789abcdef".repeat(4);
    const told = {
      $schema: CHAIN_SCHEMA_URL,
      version: "1.2.0-beta.1+5",
      author: "Ada",
      licence: "CC0-1.0 OR MIT",
      description: "Line one.\nLine two.",
      derivedFrom: [
        { name: "Older", version: "1.0.0", sha256 },
        { name: "Oldest", sha256 },
      ],
      golden: { pcmSha256: sha256 },
      layout: { chain: { in: { x: 0, y: 1 } } },
    };
    const whole = chain(told);
    expect(read(whole)).toEqual(whole);
    const text = serialiseChain(whole);
    expect(parseChain(text, "loud.json")).toEqual(whole);
    expect(text).toContain(`    { "name": "Oldest", "sha256": "${sha256}" }`);
    const { properties, required } = chainJsonSchema() as { properties: object; required: string[] };
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(whole)));
    expect(required.toSorted()).toEqual(["format", "formatVersion", "graphs", "name", "root", "summary", "tags"]);
  });

  test.each<readonly [object, RegExp]>([
    [{ version: "1.2" }, /version: must be a version such as 1\.0\.0/],
    [{ version: "01.2.3" }, /version: must be a version/],
    [{ licence: "MIT; rm" }, /licence: must be an SPDX licence such as MIT/],
    [{ description: "bell \u0007" }, /description: must have 10000 characters at most/],
    [{ author: "a\nb" }, /author: must have 200 characters at most and no line breaks/],
    [{ name: "x".repeat(201) }, /^name: must have 200 characters at most/],
    ...["\u202E", "\u2066", "\u200F", "\u061C", "\u2028", "\u0085", "\uD800"].flatMap((mark): [object, RegExp][] => [
      [{ name: `gl${mark}ue` }, /name: must have .* turn the direction of text around/],
      [{ summary: mark }, /summary: must have/],
      [{ author: mark }, /author: must have/],
      [{ tags: [mark] }, /tags\[0\]: must have/],
      [{ description: `a\n${mark}` }, /description: must have 10000/],
    ]),
    [{ golden: { pcmSha256: "abc" } }, /golden\.pcmSha256: must be 64 hexadecimal digits/],
    [{ derivedFrom: [{ name: "x" }] }, /derivedFrom\[0\]\.sha256: is missing/],
  ])("with %j about itself is refused", (changes, said) => {
    expect(() => read({ ...chain(), ...changes })).toThrow(said);
  });

  test("keeps fields that this version does not know", () => {
    expect(read({ ...chain(), mood: "warm" })).toMatchObject({ mood: "warm" });
  });

  test.each([
    [{ format: "twobus-mix" }, /loud\.json: this is not a Twobus chain: it must be an object with "format"/],
    [{ formatVersion: 2 }, /saved in format 2, newer than format 1 that this program reads; update Twobus/],
    [{ formatVersion: "1" }, /formatVersion: must be 1, not "1"/],
    [{ summary: undefined }, /summary: is missing; it must be text in double quotes/],
    [{ tags: "loud" }, /tags: must be a list in brackets, not "loud"/],
    [{ root: "other" }, /root: the root graph other is not there; name one of chain/],
    [{ graphs: { chain: { ...graph(), nodes: { out: {} } } } }, /the name "out" must start with a letter/],
  ])("with %j is refused in words", (changes, said) => {
    expect(() => read({ ...chain(), ...changes })).toThrow(said);
  });

  test("that is no JSON is refused by line and column", () => {
    expect(() => parseChain("{\n  oops", "loud.json")).toThrow(/loud\.json.*2/);
    expect(() => parseChain("null", "loud.json")).toThrow(/this is not a Twobus chain/);
  });
});

describe("what a chain must be", () => {
  const node = (more: object): GraphRecord["nodes"] => ({
    a: { type: "twobus.chain", version: 1, params: {}, ...more },
  });

  test("it has main both ways, for sound", () => {
    const inputs = { main: { role: "key" as const } };
    const silent = { ...graph(), interface: { inputs, outputs: {}, params: {} } };
    const said = /needs an audio port main among its inputs\n.*needs an audio port main among its outputs/;
    expect(() => read(chain({ graphs: { chain: silent } }))).toThrow(said);
  });

  test("it shows four parameters at most", () => {
    const shown = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [name, { targets: ["x.gainDb"] }]));
    expect(() => read(chain({ graphs: { chain: graph({}, shown) } }))).toThrow(/shows 4 parameters at most, not 5/);
  });

  test("it brings the graphs that it refers to", () => {
    expect(() => read(chain({ graphs: { chain: graph(node({ graph: "inner" })) } }))).toThrow(
      /chain\/a: refers to a graph that the chain does not hold; it holds chain/,
    );
    expect(() => read(chain({ graphs: { chain: graph(node({})) } }))).toThrow(/chain\/a: refers to a graph/);
    expect(() => read(chain({ graphs: { chain: graph(node({ graph: "inner" })), inner: graph() } }))).not.toThrow();
  });

  test("it does not contain itself", () => {
    expect(() => read(chain({ graphs: { chain: graph(node({ graph: "chain" })) } }))).toThrow(
      /a graph cannot contain itself: chain/,
    );
  });

  test("what is written on its nodes can be read as it stands there, in any script", () => {
    const labelled = (label: string): ChainDocument =>
      chain({ graphs: { chain: graph(node({ label, graph: "inner" })), inner: { ...graph(), name: label } } });
    expect(() => read(labelled("e\u202Euq"))).toThrow(/chain\/a\.label: must have .*\n.*inner\.name: must have/);
    for (const label of ["דיסטורשן", "قوي", "力强い 👩‍🎤", "Ümlaut"]) expect(() => read(labelled(label))).not.toThrow();
  });

  test("it plays no recordings", () => {
    const track = { a: { type: "twobus.track", version: 1, params: {}, source: "kick" } };
    expect(() => read(chain({ graphs: { chain: graph(track) } }))).toThrow(/plays no recordings/);
  });
});
