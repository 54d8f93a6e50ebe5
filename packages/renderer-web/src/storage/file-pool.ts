import type { ByteFile } from "@twobus/media";

/** Opens files, and keeps them open for a while when they are closed. */
export interface FilePool {
  /** For one reader alone, until it closes it. One that could not be read is not kept. */
  open(file: string): Promise<ByteFile>;
  /** Lets go of all that no one reads, and keeps nothing from now on. */
  close(): Promise<void>;
}

/** A seek opens what the place before has just closed. Long after, someone may want to write the file. */
const KEPT_MS = 5000;

interface Idle {
  readonly file: ByteFile;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** A seek opens all recordings of a mix anew: to find and lock a file costs a browser far more than to read from it. */
export function createFilePool(open: (file: string) => Promise<ByteFile>): FilePool {
  const idle = new Map<string, Idle[]>();
  let isClosed = false;
  const take = (name: string): ByteFile | undefined => {
    const kept = idle.get(name)?.pop();
    clearTimeout(kept?.timer);
    return kept?.file;
  };
  const keep = (name: string, file: ByteFile): void => {
    const row = idle.get(name) ?? [];
    idle.set(name, row);
    const one: Idle = {
      file,
      timer: setTimeout(() => {
        row.splice(row.indexOf(one), 1);
        void file.close();
      }, KEPT_MS),
    };
    row.push(one);
  };
  return {
    open: async (name) => {
      const file = take(name) ?? (await open(name));
      let isOver = false; // whoever closes it twice must not close it for the next
      let isBroken = false;
      return {
        name: file.name,
        size: file.size,
        read: (position, length, into) =>
          file.read(position, length, into).catch((error: unknown) => {
            isBroken = true;
            throw error;
          }),
        close: async () => {
          if (isOver) return;
          isOver = true;
          if (isClosed || isBroken) await file.close();
          else keep(name, file);
        },
      };
    },
    close: async () => {
      isClosed = true;
      const left = [...idle.values()].flat();
      idle.clear();
      for (const { timer } of left) clearTimeout(timer);
      await Promise.all(left.map(({ file }) => file.close()));
    },
  };
}
