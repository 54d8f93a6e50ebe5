import { fault, type TwobusError } from "../problem.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** `deflate-raw` or `gzip`, as browsers and Node both have them. */
export function compress(bytes: Bytes, format: CompressionFormat): Promise<Bytes> {
  return collect(new Blob([bytes]).stream().pipeThrough(new CompressionStream(format)), () => {});
}

/**
 * Unfolds no more than `mostBytes`, however much the bytes promise. `at` names them in problems: throws `tooLarge` and
 * `damaged`.
 */
export async function decompress(
  bytes: Bytes,
  format: CompressionFormat,
  {
    mostBytes,
    at,
    tooLarge = fault("too-large", at, `this unfolds to more than ${mostBytes / 1024 / 1024} MB and is left folded`),
  }: { readonly mostBytes: number; readonly at: string; readonly tooLarge?: TwobusError },
): Promise<Bytes> {
  try {
    return await collect(new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)), (length) => {
      if (length > mostBytes) throw tooLarge;
    });
  } catch (error) {
    if (error === tooLarge) throw error;
    throw fault("damaged", at, "this cannot be unfolded: it is damaged or cut off; copy it again");
  }
}

async function collect(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  check: (length: number) => void,
): Promise<Bytes> {
  const reader = stream.getReader();
  const chunks: Bytes[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      check(length);
      chunks.push(value);
    }
  } catch (error) {
    await reader.cancel().catch(() => {});
    throw error;
  }
  const whole = new Uint8Array(length);
  let filled = 0;
  for (const chunk of chunks) {
    whole.set(chunk, filled);
    filled += chunk.length;
  }
  return whole;
}
