// Whatever arrives, what reads it gives a chain, or says in words what is wrong: no other error, no hang, no growth.
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseChain } from "../document/chain-file.ts";
import { TwobusError } from "../problem.ts";
import { chainPackFiles, readChainPack } from "./chain-pack.ts";
import { chainText, parseChainText } from "./chain-text.ts";
import { compress, decompress } from "./compress.ts";
import { sha256 } from "./sha256.ts";
import { readTar, writeTar, type PackedFile } from "./tar.ts";

const chain = parseChain(
  JSON.stringify({
    format: "twobus-chain",
    formatVersion: 1,
    name: "Wire",
    summary: "Passes on what comes.",
    tags: [],
    root: "wire",
    graphs: {
      wire: {
        interface: { inputs: { main: { role: "audio" } }, outputs: { main: { role: "audio" } }, params: {} },
        nodes: {},
        connections: [{ from: "in.main", to: "out.main" }],
      },
    },
  }),
  "wire",
);
const line = await chainText(chain);
const files = await chainPackFiles({ name: "wires", version: "1.0.0" }, { wire: chain });
const archive = writeTar(files, "package");

/** Fails for any error that is not said in words. */
async function inWords(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TwobusError)) throw error;
    for (const { code, message } of error.problems) {
      expect(code).toMatch(/^[a-z-]+$/);
      expect(message.length).toBeLessThan(1000);
    }
  }
}

const read = (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> =>
  readChainPack(
    readTar(bytes, "a").map(({ name, bytes: content }) => ({ name: name.replace("package/", ""), bytes: content })),
    "a",
  );

const runs = { seed: 6, numRuns: 300 };
const bytesOf = (maxLength: number) => fc.uint8Array({ maxLength }).map((bytes) => Uint8Array.from(bytes));
/** Bytes with some of them changed, and perhaps cut. */
const spoilt = (whole: Uint8Array<ArrayBuffer>) =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      fc.oneof(fc.constant(whole.length), fc.nat(whole.length)),
    )
    .map(([changes, length]) => {
      const bytes = whole.slice();
      for (const [at, value] of changes) bytes[at] = value;
      return bytes.slice(0, length);
    });

test("any text", async () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 200, unit: "binary" }),
    fc.string({ maxLength: 60 }).map((text) => `twobus-chain:${text}.0123456789`),
    spoilt(new TextEncoder().encode(line)).map((bytes) => new TextDecoder().decode(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(texts, (text) => inWords(() => parseChainText(text))),
    runs,
  );
});

test("any bytes behind a right check", async () => {
  const arrivals = fc.oneof(
    bytesOf(200),
    fc.json({ maxDepth: 3 }).map((json) => new TextEncoder().encode(json)),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, fc.boolean(), async (bytes, isDeflated) => {
      const payload = isDeflated ? await compress(bytes, "deflate-raw") : bytes;
      const text = `twobus-chain:${Buffer.from(payload).toString("base64url")}.${(await sha256(payload)).slice(0, 10)}`;
      await inWords(() => parseChainText(text));
    }),
    runs,
  );
});

test("any archive", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytesOf(2000), spoilt(archive)), (bytes) => inWords(() => read(bytes))),
    runs,
  );
  const folded = await compress(archive, "gzip");
  await fc.assert(
    fc.asyncProperty(spoilt(folded), (bytes) =>
      inWords(async () => read(await decompress(bytes, "gzip", { mostBytes: 1_000_000, at: "a" }))),
    ),
    runs,
  );
});

test("any files with any package.json", async () => {
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const names = fc.oneof(
    fc.string({ maxLength: 20, unit: "binary" }),
    fc.constantFrom("../a", "wire.chain.json", "a.js"),
  );
  const fileSets = fc.array(fc.tuple(names, fc.json({ maxDepth: 2 })), { maxLength: 4 });
  const manifests = fc.oneof(
    fc.json({ maxDepth: 4 }),
    fc.json({ maxDepth: 3 }).map((json) => `{"name": "a", "version": "1.0.0", "twobus": ${json}}`),
    fc
      .json({ maxDepth: 2 })
      .map(
        (json) =>
          `{"name": "a", "version": "1.0.0", "twobus": {"format": "twobus-chain-pack", "formatVersion": 1, "chains": ${json}}}`,
      ),
  );
  await fc.assert(
    fc.asyncProperty(fileSets, manifests, (others, manifest) => {
      const all: PackedFile[] = [["package.json", manifest] as const, ...others].map(([name, text]) => ({
        name,
        bytes: encode(text),
      }));
      return inWords(() => readChainPack(all, "a"));
    }),
    runs,
  );
});
