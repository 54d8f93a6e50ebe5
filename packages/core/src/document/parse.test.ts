import fc from "fast-check";
import { expect, test } from "vitest";
import { toyMix } from "../../test/toy-pack.ts";
import { TwobusError, type Problem } from "../problem.ts";
import { migrateDocument } from "./migrations.ts";
import { parseMix, refuseMixBytes } from "./parse.ts";
import { scanJson } from "./scan.ts";
import { mixJsonSchema } from "./json-schema.ts";
import { serialiseMix } from "./serialise.ts";
import type { MixDocument } from "./types.ts";

function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof TwobusError) return error.problems;
    throw error;
  }
  throw new Error("nothing was refused");
}

const parseProblems = (value: unknown): readonly Problem[] =>
  problemsOf(() => parseMix(typeof value === "string" ? value : JSON.stringify(value), "song.mix.json"));

const changed = (change: (mix: any) => void): unknown => {
  const mix = structuredClone(toyMix());
  change(mix);
  return mix;
};

test("a mix is read as it was written", () => {
  const { document, warnings } = parseMix(JSON.stringify(toyMix()), "song.mix.json");
  expect(document).toEqual(toyMix());
  expect(warnings).toEqual([]);
});

test("what may be left out is filled in, a byte order mark is skipped", () => {
  const bare = changed((mix) => {
    for (const field of ["sources", "automation", "layout"]) delete mix[field];
  });
  const { document } = parseMix(`\uFEFF${JSON.stringify(bare)}`, "song.mix.json");
  expect(document).toMatchObject({ sources: {}, automation: {}, layout: {} });
});

const accepts = (read: (text: string) => unknown, text: string): boolean => {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
};

const isScanned = (json: string): boolean => {
  try {
    scanJson(json, "x");
    return true;
  } catch (error) {
    if (!(error instanceof TwobusError)) throw error;
    // Legal JSON that a mix may not hold.
    return error.problems.every(({ code }) => code !== "bad-json");
  }
};

test("the scanner accepts exactly what JSON.parse accepts", () => {
  const token = fc.constantFrom(
    ...Array.from("{}[],: \n\t\u00a0-0"),
    '"a"',
    '"b\\n"',
    '"\\u00e9"',
    '"\\x"',
    '"\n"',
    '"',
    "true",
    "nul",
    "null",
    "01",
    "1.5e-3",
    "1.",
    ".5",
    "+1",
    "1e400",
    "//",
    "'a'",
    "NaN",
  );
  const text = fc.oneof(
    fc.json(),
    fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join("")),
    fc.tuple(fc.json(), fc.nat(), token).map(([json, at, extra]) => {
      const position = at % (json.length + 1);
      return json.slice(0, position) + extra + json.slice(position + 1);
    }),
  );
  fc.assert(
    fc.property(text, (json) => {
      expect(isScanned(json)).toBe(accepts(JSON.parse, json));
    }),
    { numRuns: 3000, seed: 1 },
  );
});

const MEND = "mend it there in a text editor, or open an older version of it";

test("bad JSON is told by line and column", () => {
  expect(parseProblems('{\n  "format": "twobus-mix",\n  "name": Toy\n}')).toEqual([
    { code: "bad-json", at: "song.mix.json:3:11", message: `expected a value, found "T"; ${MEND}` },
  ]);
  expect(parseProblems('{"a": [1, 2}')[0]).toMatchObject({
    at: "song.mix.json:1:12",
    message: `expected a comma or ], found "}"; ${MEND}`,
  });
  expect(parseProblems('{"a": 1,}')[0]!.message).toBe(`expected a name in double quotes, found "}"; ${MEND}`);
  expect(parseProblems('{"a": 1} x')[0]!.message).toBe(`expected the end of the file, found "x"; ${MEND}`);
});

test("what is no whole file is told as what it is, with its place and a way on", () => {
  const whole = JSON.stringify(toyMix(), undefined, 2);
  const half = whole.slice(0, whole.indexOf('"graphs"') + 14);
  const [line, column] = [half.split("\n").length, half.length - half.lastIndexOf("\n")];
  expect(parseProblems(half)).toEqual([
    {
      code: "bad-json",
      at: `song.mix.json:${line}:${column}`,
      message:
        "the file ends here, before it is whole (expected a name in double quotes); " +
        "copy or download it again, or open an older version of it",
    },
  ]);
  const sentences: readonly (readonly [text: string, message: RegExp])[] = [
    ["", /^the file is empty; copy or download it again/],
    [" \n\t", /^the file is empty; /],
    ["\0".repeat(4096), /^the file holds zeros in place of text: it was not written whole; open another copy/],
    [
      "RIFF\0\0\0\0WAVE",
      /^this is no JSON text: it begins with "R"; choose the file that Twobus saved, or copy all of its text$/,
    ],
    ["<!doctype html>", /^this is no JSON text: it begins with "<"/],
    ['{"tracks": []}', /^this is not a Twobus mix: .*; choose a \.mix\.json that Twobus saved$/],
    ['{"format": "twobus-chain"}', /^this is not a Twobus mix: it is a chain, .*place it with `twobus add`$/],
  ];
  for (const [text, message] of sentences) expect(parseProblems(text)[0]!.message).toMatch(message);
});

test("a file that is too large for a mix is refused unread, by its size", () => {
  expect(problemsOf(() => refuseMixBytes(200 * 1024 * 1024, "song.mix.json"))).toEqual([
    {
      code: "mix-too-large",
      at: "song.mix.json",
      message: "this has 200 MB, and a mix 16 MB of text at most: it is no mix; choose a .mix.json",
    },
  ]);
  expect(refuseMixBytes(16 * 1024 * 1024, "song.mix.json")).toBeUndefined();
});

test("a name that stands twice is refused with its line, however it is spelt", () => {
  const text = '{\n  "graphs": {\n    "mix": 1,\n    "bass": { "mix": 3 },\n    "\\u006dix": 2\n  }\n}';
  expect(parseProblems(text)).toEqual([
    {
      code: "duplicate-name",
      at: "song.mix.json:5:5",
      message: '"\\u006dix" stands twice in one object; rename or remove one',
    },
  ]);
});

test("text beyond the limits is refused before anything is built", () => {
  expect(parseProblems("[".repeat(5_000_000))[0]!.code).toBe("too-deep");
  expect(parseProblems(`{"a":${'[{"b":'.repeat(40)}1`)[0]!.code).toBe("too-deep");
  expect(parseProblems(" ".repeat(16 * 1024 * 1024 + 1))[0]!.code).toBe("too-large");
  const doubled = `{${'"a":1,'.repeat(1_000_000)}"a":1}`;
  expect(parseProblems(doubled)).toHaveLength(100);
});

test("other JSON is not a mix", () => {
  for (const value of [null, 3, [], "mix", {}, { format: "other" }]) {
    expect(parseProblems(JSON.stringify(value))[0]!.code).toBe("not-a-mix");
  }
});

test("every wrong record is told by its path, in a sentence", () => {
  const wrong = changed((mix) => {
    mix.name = "two\nlines";
    mix.sampleRate = "48000";
    mix.graphs.mix.nodes.snare.version = 1.5;
    delete mix.graphs.mix.nodes.drums.type;
    mix.graphs.mix.connections[3].from = "kick";
    mix.graphs.mix.connections[1].gainDb = 30;
    mix.graphs.mix.connections[2].gainDbb = 3;
    mix.automation["mix/drums.faderDb"].points[1].curve = "round";
    mix.sources.kick.file = "/etc/passwd";
    mix.graphs["bass-chain"].interface.params.amountDb.targets = [];
  });
  const problems = parseProblems(wrong);
  expect(Object.fromEntries(problems.map(({ at, message }) => [at, message]))).toEqual({
    name: "must have 200 characters at most and no line breaks or other control characters",
    sampleRate: 'must be a number, not "48000"',
    "sources.kick.file": "must be a path inside the document's folder, with forward slashes and without ..",
    "graphs.mix.nodes.snare.version": "must be a whole number, not 1.5",
    "graphs.mix.nodes.drums.type": "is missing; it must be text in double quotes",
    "graphs.mix.connections[1].gainDb": "must be 24 or less, not 30",
    "graphs.mix.connections[3].from":
      "must be node.port, such as kick.main, or a port of the graph itself, such as in.main",
    "graphs.bass-chain.interface.params.amountDb.targets": "must be a list with an entry, not an empty list",
    'automation["mix/drums.faderDb"].points[1].curve': 'must be "hold" or "linear" or "smooth", not "round"',
  });
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(["illegal-value", "wrong-type", "missing-field"]));
});

test("a number too large for a double is refused, not made infinite", () => {
  const text = JSON.stringify(toyMix()).replace('"gainDb":-3', '"gainDb":1e400');
  expect(parseProblems(text)).toEqual([
    {
      code: "wrong-type",
      at: "graphs.mix.connections[1].gainDb",
      message: "must be a number, not a number too large to hold",
    },
  ]);
});

const withFile = (file: string): unknown => changed((mix) => (mix.sources.kick.file = file));

test("source files stay inside the document's folder", () => {
  for (const file of ["kick.wav", "audio/Kick (2).wav", "..kick.wav", "a..b/c.wav", "Größe/日本.wav"]) {
    expect(parseMix(JSON.stringify(withFile(file)), "x").document.sources["kick"]!.file).toBe(file);
  }
  const outside = [
    "",
    "/a.wav",
    "../a.wav",
    "a/../../b.wav",
    "a/..",
    "C:/a.wav",
    "c:a.wav",
    "http://a/b.wav",
    "a\\b.wav",
    "a\u0000.wav",
  ];
  for (const file of outside) expect(parseProblems(withFile(file))[0]!.at).toBe("sources.kick.file");
});

const withNode = (id: string): string => JSON.stringify(toyMix()).replace('"synth":', `${JSON.stringify(id)}:`);

test("names that objects inherit are names, or are refused", () => {
  const usable = ["toString", "hasOwnProperty", "valueOf", "prototype", "then"];
  for (const id of usable) {
    const { document } = parseMix(withNode(id), "x");
    expect(Object.keys(document.graphs["mix"]!.nodes)).toContain(id);
  }
  for (const id of ["constructor", "in", "out", "2nd", "a b", "a.b", "", "é", "x".repeat(65)]) {
    expect(parseProblems(withNode(id))[0]).toMatchObject({
      code: "illegal-name",
      at: expect.stringContaining("graphs.mix.nodes"),
    });
  }
  expect(parseProblems(withNode("__proto__"))[0]!.message).toBe('"__proto__" cannot be a name; choose another');
  expect(parseProblems(withNode("synth").replace('"synth":', '"\\u005f_proto__":'))[0]!.code).toBe("illegal-name");
});

test("reading hostile names changes no intrinsic object", () => {
  const intrinsics = [Object, Function, Array, String, Number, Boolean, Map, Set, RegExp, Error, Promise].flatMap(
    (made) => [made, made.prototype],
  );
  const ownKeys = (): unknown[] =>
    [globalThis, JSON, Reflect, Math, ...intrinsics].map((object) => Reflect.ownKeys(object));
  const before = ownKeys();
  const hostile = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"];
  const wrap = hostile.map((name) => `"${name}": { "polluted": 1, "prototype": { "polluted": 1 } }`);
  const saved = JSON.stringify(toyMix());
  for (const extra of [...wrap, wrap.slice(1).join(",")]) {
    for (const place of ['"nodes":{', '"params":{', '"sources":{', '"layout":{', '"automation":{', "{"]) {
      const text = saved.replace(place, `${place}${extra},`);
      try {
        serialiseMix(parseMix(text, "x").document);
      } catch (error) {
        expect(error).toBeInstanceOf(TwobusError);
      }
    }
  }
  expect(ownKeys()).toEqual(before);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("a newer format is refused and says what to do", () => {
  const newer = { ...toyMix(), formatVersion: 2, graphs: "something else" };
  expect(parseProblems(newer)).toEqual([
    {
      code: "newer-format",
      at: "song.mix.json",
      message:
        "this mix was saved in format 2, newer than format 1 that this program reads; " +
        "update Twobus to open it. The file has not been changed",
    },
  ]);
  for (const formatVersion of [0, -1, 1.5, "1", null]) {
    expect(parseProblems({ ...toyMix(), formatVersion })[0]!.code).toBe("wrong-format-version");
  }
});

test("older formats are migrated one version at a time", () => {
  const migrations = {
    1: (saved: any) => ({ ...saved, title: saved.name, name: undefined }),
    2: (saved: any) => ({ ...saved, title: `${saved.title}!` }),
  };
  const saved = Object.freeze({ formatVersion: 1, name: "Toy" });
  const { document, warnings } = migrateDocument(saved, "song.mix.json", migrations, 3);
  expect(document).toEqual({ formatVersion: 3, title: "Toy!" });
  expect(warnings).toEqual([
    {
      code: "migrated-format",
      at: "song.mix.json",
      message: "was saved in format 1 and is now in format 3; save it to keep it so",
    },
  ]);
  expect(problemsOf(() => migrateDocument(saved, "x", {}, 3))[0]!.code).toBe("wrong-format-version");
});

test("the JSON Schema names the format and every record", () => {
  const schema = mixJsonSchema() as any;
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema.$id).toBe((toyMix() as MixDocument).$schema);
  expect(schema.required).toEqual(["format", "formatVersion", "name", "sampleRate", "root", "graphs"]);
  const node = schema.properties.graphs.additionalProperties.properties.nodes.additionalProperties;
  expect(node.required).toEqual(["type", "version"]);
  expect(node.properties.params.additionalProperties).toEqual({ $ref: expect.any(String) }); // any JSON
  expect(node.properties.params.description).toContain("Plain values");
});

test("a document of too many nodes or connections is refused in one sentence", () => {
  const entries = (count: number): Record<string, null> =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, null]));
  const textOf = (graph: object): string =>
    JSON.stringify({ format: "twobus-mix", formatVersion: 1, graphs: { a: graph } });
  expect(() => parseMix(textOf({ nodes: entries(50_001) }), "bomb")).toThrow(
    /^bomb: the document holds 50001 nodes, and 50000 are the most; part it into several mixes$/,
  );
  expect(() => parseMix(textOf({ connections: Array(100_001).fill(null) }), "bomb")).toThrow(
    /holds 100001 connections/,
  );
});
