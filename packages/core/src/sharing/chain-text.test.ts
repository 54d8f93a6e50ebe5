import { expect, test } from "vitest";
import type { ChainDocument } from "../document/chain-types.ts";
import { parseChain } from "../document/chain-file.ts";
import { serialiseChain } from "../document/serialise.ts";
import { carriesChain, chainLink, chainText, parseChainText } from "./chain-text.ts";
import { compress } from "./compress.ts";
import { sha256 } from "./sha256.ts";

const chain: ChainDocument = parseChain(
  JSON.stringify({
    format: "twobus-chain",
    formatVersion: 1,
    name: "Grüße “Ümlaut”",
    summary: "Turns it down.",
    tags: ["gain"],
    root: "trim",
    graphs: {
      trim: {
        interface: {
          inputs: { main: { role: "audio" } },
          outputs: { main: { role: "audio" } },
          params: { trimDb: { targets: ["gain.gainDb"] } },
        },
        nodes: { gain: { type: "twobus.gain", version: 1, params: { gainDb: -3 } } },
        connections: [
          { from: "in.main", to: "gain.main" },
          { from: "gain.main", to: "out.main" },
        ],
      },
    },
  }),
  "trim.chain.json",
);

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");
const wrapped = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
  `twobus-chain:${base64url(bytes)}.${(await sha256(bytes)).slice(0, 10)}`;
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

test("a chain goes through text, a link and JSON unchanged", async () => {
  const text = await chainText(chain);
  expect(text).toMatch(/^twobus-chain:[\w-]+\.[0-9a-f]{10}$/);
  expect(text.length).toBeLessThan(serialiseChain(chain).length);
  const link = await chainLink(chain, "https://example.org/studio/?mix=a");
  expect(link).toMatch(/^https:\/\/example\.org\/studio\/\?mix=a#twobus-chain=[\w-]+\.[0-9a-f]{10}$/);
  for (const shared of [text, link, serialiseChain(chain)]) {
    expect(carriesChain(shared)).toBe(true);
    expect(serialiseChain(await parseChainText(shared))).toBe(serialiseChain(chain));
  }
});

test("a line is found between other words, and however a mail wrapped it", async () => {
  const text = await chainText(chain);
  const mailed = `Try this:\n> ${text.replaceAll(/.{40}/g, "$&\r\n")} and tell me\nwhat you think.`.replaceAll(
    "> ",
    "",
  );
  expect((await parseChainText(mailed)).name).toBe(chain.name);
});

test("a link is made of web addresses only", async () => {
  for (const page of ["", "studio", "javascript:alert(1)", "file:///tmp/a"]) {
    await expect(chainLink(chain, page)).rejects.toThrow(/address of a web page/);
  }
});

test("every single letter that is changed or lost is noticed", async () => {
  const text = await chainText(chain);
  const start = "twobus-chain:".length;
  for (let n = start; n < text.length; n += 7) {
    const other = text[n] === "a" ? "b" : "a";
    await expect(parseChainText(text.slice(0, n) + other + text.slice(n + 1))).rejects.toThrow(
      /copy (it again|all of it)/,
    );
    await expect(parseChainText(text.slice(0, n))).rejects.toThrow(/copy (it again|all of it)/);
  }
});

test.each(["", "hello", "https://example.org/#mix=1", "twobus-chai:abc.0123456789"])(
  "%j is no chain, and says so",
  async (text) => {
    expect(carriesChain(text)).toBe(false);
    await expect(parseChainText(text)).rejects.toMatchObject({ problems: [{ code: "no-chain-in-text" }] });
  },
);

test.each(['{"hello', "{ not: json }", "{}"])(
  "%j looks like JSON, and is told that it is no chain rather than where its commas are",
  async (text) => {
    await expect(parseChainText(text)).rejects.toMatchObject({
      problems: [{ code: "no-chain-in-text", message: expect.stringMatching(/^there is no chain in this text; copy/) }],
    });
  },
);

test("what unfolds to other JSON, a newer chain or no JSON is refused as a file would be", async () => {
  const shared = async (text: string): Promise<ChainDocument> =>
    parseChainText(await wrapped(await compress(utf8(text), "deflate-raw")));
  await expect(shared("[]")).rejects.toMatchObject({ problems: [{ code: "not-a-chain" }] });
  await expect(shared("{")).rejects.toMatchObject({ problems: [{ code: "bad-json" }] });
  await expect(parseChainText('{"format": "twobus-mix"}')).rejects.toThrow(/this is not a Twobus chain/);
  await expect(shared('{"format": "twobus-chain", "formatVersion": 2}')).rejects.toMatchObject({
    problems: [{ code: "newer-format" }],
  });
  await expect(shared("[".repeat(100_000))).rejects.toMatchObject({ problems: [{ code: "too-deep" }] });
  await expect(parseChainText(await wrapped(utf8("not deflated")))).rejects.toMatchObject({
    problems: [{ code: "damaged" }],
  });
});

test("a bomb is left folded: 100 MB of spaces in 100 kB", async () => {
  const bomb = await wrapped(await compress(new Uint8Array(100 * 1024 * 1024).fill(32), "deflate-raw"));
  expect(bomb.length).toBeLessThan(200_000);
  await expect(parseChainText(bomb)).rejects.toMatchObject({ problems: [{ code: "too-large" }] });
  await expect(parseChainText(`twobus-chain:${"a".repeat(3_000_000)}`)).rejects.toMatchObject({
    problems: [{ code: "too-large" }],
  });
});
