import type { ByteFile } from "@twobus/media";

/**
 * The same file, read in turns with what the page asks for. Private files are read at once, and what is decoded from its beginning takes
 * many reads: without a turn in between nobody would hear of the Worker for so long.
 */
export const givingWay = (file: ByteFile, giveWay: () => Promise<void>): ByteFile => ({
  ...file,
  read: async (position, length, into) => {
    await giveWay();
    return file.read(position, length, into);
  },
});
