import { makeZip } from "client-zip";
import { expect, test } from "vitest";
import { readZip } from "./zip-directory.ts";

const files = [
  { name: "song.mix.json", input: "{}" },
  { name: "stems/Bäss 1.wav", input: new Uint8Array(1000).fill(7) },
];
type Entry = { readonly name: string; readonly input: string | Uint8Array<ArrayBuffer> };
const zipOf = (...entries: readonly Entry[]): Promise<Blob> =>
  new Response(makeZip(entries) as ReadableStream<Uint8Array<ArrayBuffer>>).blob();

const changed = async (archive: Blob, at: (bytes: DataView) => void): Promise<Blob> => {
  const bytes = await archive.arrayBuffer();
  at(new DataView(bytes));
  return new Blob([bytes]);
};

/** Where the directory's records begin. */
const recordsOf = (view: DataView): number[] =>
  Array.from({ length: view.byteLength - 4 }, (_, at) => at).filter((at) => view.getUint32(at, true) === 0x02014b50);

test("what was put in comes out", async () => {
  const entries = await readZip(await zipOf(...files));
  expect(entries.map(({ path, content }) => [path, content.size])).toEqual([
    ["song.mix.json", 2],
    ["stems/Bäss 1.wav", 1000],
  ]);
  expect(await entries[0]!.content.text()).toBe("{}");
  expect(new Uint8Array(await entries[1]!.content.arrayBuffer()).every((byte) => byte === 7)).toBe(true);
});

test.each(["../song.mix.json", "/etc/passwd", "C:/song.wav", "stems/../../a.wav", "a\\b.wav", "a//b.wav", "./a.wav"])(
  "the name %s is refused",
  async (name) => {
    await expect(readZip(await zipOf({ name, input: "x" }))).rejects.toThrow(/leads out/);
  },
);

test("links, passwords, compression and two files of one name are refused", async () => {
  const archive = await zipOf(...files);
  const link = await changed(archive, (view) => {
    const [at] = recordsOf(view);
    view.setUint8(at! + 5, 3);
    view.setUint32(at! + 38, 0o120777 * 0x10000, true);
  });
  await expect(readZip(link)).rejects.toThrow(/link/);
  const set16 = (offset: number, value: number): Promise<Blob> =>
    changed(archive, (view) => view.setUint16(recordsOf(view)[1]! + offset, value, true));
  await expect(readZip(await set16(8, 1))).rejects.toThrow(/encrypted/);
  await expect(readZip(await set16(10, 8))).rejects.toThrow(/compressed/);
  await expect(readZip(await zipOf(files[0]!, files[0]!))).rejects.toThrow(/one name/);
});

test("sizes are not believed", async () => {
  const archive = await zipOf(...files);
  const larger = (bytes: number): Promise<Blob> =>
    changed(archive, (view) => {
      const [, at] = recordsOf(view);
      view.setUint32(at! + 20, bytes, true);
      view.setUint32(at! + 24, bytes, true);
    });
  await expect(readZip(await larger(4e9))).rejects.toThrow(/larger than it is itself/);
  await expect(readZip(await larger(1200))).rejects.toThrow(/broken/);
});

test("what is cut off anywhere, or nothing of the kind, is refused with a sentence", async () => {
  const archive = await zipOf(...files);
  for (let size = 0; size < archive.size; size += 7) {
    await expect(readZip(archive.slice(0, size))).rejects.toMatchObject({ problems: [{ code: "illegal-bundle" }] });
  }
  const bytes = new Uint8Array(await archive.arrayBuffer());
  for (let at = 0; at < bytes.length; at += 3) {
    const spoilt = bytes.with(at, bytes[at]! ^ 0x55);
    try {
      await readZip(new Blob([spoilt]));
    } catch (error) {
      expect(error).toMatchObject({ problems: [{ code: "illegal-bundle" }] });
    }
  }
});
