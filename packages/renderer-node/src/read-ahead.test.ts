import { memoryByteSource } from "@twobus/media";
import { expect, test } from "vitest";
import { readAhead } from "./read-ahead.ts";

const content = Uint8Array.from({ length: 500_000 }, (_, i) => (i * 7919) % 251);

function countingSource() {
  const source = memoryByteSource(content, "bytes");
  const reads: number[] = [];
  return {
    reads,
    source: {
      ...source,
      read: (position: number, length: number) => {
        reads.push(position);
        return source.read(position, length);
      },
    },
  };
}

test.each([
  [0, 1],
  [0, 500_000],
  [131_000, 200],
  [262_100, 100_000],
  [499_990, 50],
  [500_000, 10],
  [600_000, 10],
])("%i and %i bytes on", async (position, length) => {
  const ahead = readAhead(countingSource().source);
  expect(await ahead.read(position, length)).toEqual(content.slice(position, position + length));
});

test("small reads from front to back fetch every byte once, in order", async () => {
  const { source, reads } = countingSource();
  const ahead = readAhead(source);
  const joined: number[] = [];
  for (let position = 0; position < content.length; position += 4099)
    joined.push(...(await ahead.read(position, 4099)));
  expect(Uint8Array.from(joined)).toEqual(content);
  expect(reads).toEqual([0, 131_072, 262_144, 393_216]);
});

test("a piece that cannot be read fails the read that needs it, and no other", async () => {
  const source = memoryByteSource(content, "bytes");
  const broken = {
    ...source,
    read: async (position: number, length: number) => {
      if (position >= 131_072) throw new Error("gone");
      return source.read(position, length);
    },
  };
  const ahead = readAhead(broken);
  expect(await ahead.read(0, 100_000)).toHaveLength(100_000);
  await expect(ahead.read(100_000, 100_000)).rejects.toThrow("gone");
});
