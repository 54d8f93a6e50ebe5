import { stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { isWithin, openFile, realPathOf } from "@twobus/renderer-node";
import { parseRange } from "./byte-range.ts";
import { refused } from "./refused.ts";

const PIECE_BYTES = 256 * 1024;

type OpenedFile = Awaited<ReturnType<typeof openFile>>;

/**
 * The path of a file in a folder, links followed. Throws where the address names none: hidden files are nobody's to ask for,
 * and a link may not lead out of the folder.
 */
export async function pathWithin(folder: string, address: string): Promise<string> {
  const path = await realPathOf(join(folder, ...namesIn(address))).catch(() => {
    throw refused(404, "enoent", address, "there is no such file");
  });
  if (!isWithin(await realPathOf(folder), path)) {
    throw refused(403, "outside-folder", address, "this link leads out of the folder; copy the file into it instead");
  }
  return path;
}

/** The names of an address; hidden ones are not to be asked for. */
export function namesIn(address: string): readonly string[] {
  const names = address.split("/");
  if (names.some((name) => name === "" || name.startsWith(".") || /[\\\0]/.test(name))) {
    throw refused(404, "enoent", address, "there is no such file");
  }
  return names;
}

/** Answers with a file, or the part of it that was asked for. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  contentType: string,
): Promise<void> {
  const { mtimeMs } = await stat(path);
  const file = await openFile(path);
  try {
    const range = parseRange(request.headers.range, file.size);
    if (range === "unsatisfiable") {
      response.writeHead(416, { "Content-Range": `bytes */${file.size}` }).end();
      return;
    }
    const { start, end } = range ?? { start: 0, end: file.size };
    response.writeHead(range === undefined ? 200 : 206, {
      "Accept-Ranges": "bytes",
      "Content-Type": contentType,
      "Content-Length": end - start,
      ETag: `"${file.size}-${mtimeMs}"`, // so that no reader mixes parts of two versions
      ...(range !== undefined && { "Content-Range": `bytes ${start}-${end - 1}/${file.size}` }),
    });
    if (request.method !== "HEAD") await sendPieces(file, start, end, response);
    response.end();
  } finally {
    await file.close();
  }
}

/** Memory of pieces that have been sent: a large mix that plays asks for 20 MB a second. */
const spares: Uint8Array[] = [];

async function sendPieces(file: OpenedFile, start: number, end: number, response: ServerResponse): Promise<void> {
  const memory = spares.pop() ?? new Uint8Array(PIECE_BYTES);
  for (let position = start; position < end; position += PIECE_BYTES) {
    const piece = await file.read(position, Math.min(PIECE_BYTES, end - position), memory);
    if (piece.length === 0) throw refused(500, "file-shortened", file.name, "the file became shorter meanwhile");
    await written(response, piece);
  }
  spares.push(memory);
}

/** Resolves when the memory of the bytes may be used again. */
const written = (response: ServerResponse, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    response.write(bytes, (error) => (error ? reject(error) : resolve()));
  });
