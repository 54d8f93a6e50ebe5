import { expect, test } from "vitest";
import type { ByteFile } from "@twobus/media";
import { createFilePool } from "./file-pool.ts";

const FILES = Array.from({ length: 107 }, (_, index) => `${index}.wav`);

function countedPool() {
  const counts = { opened: 0, closed: 0 };
  const pool = createFilePool(async (name): Promise<ByteFile> => {
    counts.opened++;
    return {
      name,
      size: 1,
      read: async () => new Uint8Array([name.length]),
      close: async () => void counts.closed++,
    };
  });
  const openAll = (): Promise<ByteFile[]> => Promise.all(FILES.map((name) => pool.open(name)));
  return { pool, counts, openAll };
}

const closeAll = async (files: readonly ByteFile[]): Promise<void> => {
  await Promise.all(files.map((file) => file.close()));
};

test("what is closed is there for the next: 107 files are opened once in ten seeks, twice where two places are read", async () => {
  const { pool, counts, openAll } = countedPool();
  for (let seek = 0; seek < 10; seek++) {
    const files = await openAll();
    await closeAll([...files, ...files]);
  }
  expect(counts).toEqual({ opened: 107, closed: 0 });
  const [here, there] = [await openAll(), await openAll()];
  expect(counts).toEqual({ opened: 214, closed: 0 });
  expect(await here[10]!.read(0, 1)).toEqual(new Uint8Array([6]));
  await closeAll(here);
  await pool.close();
  expect(counts).toEqual({ opened: 214, closed: 107 });
  await closeAll(there);
  expect(counts).toEqual({ opened: 214, closed: 214 });
});

test("what no one has wanted for 5 s is let go of", async () => {
  const { pool, counts, openAll } = countedPool();
  await closeAll(await openAll());
  await (await pool.open(FILES[0]!)).close();
  await expect.poll(() => counts.closed, { timeout: 20_000 }).toBe(107);
  await pool.close();
  expect(counts).toEqual({ opened: 107, closed: 107 });
});
