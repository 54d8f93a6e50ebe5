import { expect, test } from "vitest";
import type { ByteSource } from "../audio-reader.ts";
import { memoryByteSource } from "./memory-byte-source.ts";
import { PieceReader } from "./piece-reader.ts";

const content = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7919) % 251);

/** Copies into the memory that it is given, as a file does. */
function source(reads: number[] = []): ByteSource {
  const memory = memoryByteSource(content, "bytes");
  return {
    ...memory,
    read: async (position, length, into) => {
      reads.push(position);
      const bytes = await memory.read(position, length);
      if (into === undefined) return bytes;
      into.set(bytes);
      return into.subarray(0, bytes.length);
    },
  };
}

test.each([
  [0, 1000, 64],
  [3, 999, 1],
  [500, 500, 10],
  [10, 2000, 300],
])("from %i to %i in pieces of %i: every byte once, in order", async (start, end, pieceBytes) => {
  const reader = new PieceReader(source(), start, end, pieceBytes);
  const joined: number[] = [];
  for (let piece = await reader.next(); piece.length > 0; piece = await reader.next()) joined.push(...piece);
  expect(Uint8Array.from(joined)).toEqual(content.slice(start, end));
  expect(await reader.next()).toHaveLength(0);
});

test("the next piece is asked for before it is needed, and none twice", async () => {
  const reads: number[] = [];
  const reader = new PieceReader(source(reads), 0, 1000, 400);
  await reader.next();
  expect(reads).toEqual([0, 400]);
  await reader.next();
  await reader.next();
  await reader.next();
  expect(reads.slice(0, 3)).toEqual([0, 400, 800]);
});

test("a piece that cannot be read fails the call that needs it, and no other", async () => {
  const sound = source();
  const broken: ByteSource = {
    ...sound,
    read: async (position, length, into) => {
      if (position >= 400) throw new Error("gone");
      return sound.read(position, length, into);
    },
  };
  const reader = new PieceReader(broken, 0, 1000, 400);
  expect(await reader.next()).toHaveLength(400);
  await expect(reader.next()).rejects.toThrow("gone");
});
