import { fault } from "@twobus/core";
import type { ByteFile } from "@twobus/media";
import { blobFile } from "./blob-file.ts";
import { fetchPatiently, readPatiently } from "./patience.ts";
import { pathSegments } from "./path-segments.ts";

/** How much is fetched at once: the distance over which latency of the network does not count. */
const PIECE_BYTES = 512 * 1024;

/** Opens a recording on a server: in parts, or as a whole where the server does not give parts or not their place. */
export async function openUrl(base: string, file: string): Promise<ByteFile> {
  const url = addressIn(base, file);
  const answer = await fetchRange(url, 0, PIECE_BYTES);
  if (answer.status === 200) return blobFile(await wholeOf(url, answer), url);
  const part = partOf(answer);
  if (part?.start !== 0) return blobFile(await wholeOf(url, await fetched(url)), url);
  const firstPiece = await pieceOf(url, answer, Math.min(PIECE_BYTES, part.size));
  return rangedFile(url, part.size, firstPiece, versionOf(answer));
}

/** A query of the folder's address, such as a token, counts for each of its files. */
function addressIn(base: string, file: string): string {
  const folder = new URL(base);
  if (!folder.pathname.endsWith("/")) folder.pathname += "/";
  const names = pathSegments(file.toWellFormed());
  const url = new URL(names.map(encodeURIComponent).join("/"), folder);
  url.search = folder.search;
  return url.href;
}

/** Holds one piece of the file, and fetches another where a read goes beyond it: never from two versions of it. */
function rangedFile(url: string, size: number, firstPiece: Uint8Array, version: string | null): ByteFile {
  let piece = firstPiece;
  let start = 0;
  return {
    name: url,
    size,
    read: async (position, length) => {
      const end = Math.min(position + length, size);
      if (position >= end) return new Uint8Array(0);
      if (position < start || end > start + piece.length) {
        const wanted = Math.min(Math.max(length, PIECE_BYTES), size - position);
        const answer = await fetchRange(url, position, wanted);
        const part = partOf(answer);
        if (part?.start !== position || part.size !== size || versionOf(answer) !== version) {
          void answer.body?.cancel().catch(() => {}); // it may be the whole
          throw notFetched(url, "the server sent another part than was asked for, or the file has changed there");
        }
        piece = await pieceOf(url, answer, wanted);
        start = position;
        if (end > start + piece.length) throw notFetched(url, "the server sent less than was asked for");
      }
      return piece.subarray(position - start, end - start);
    },
    close: async () => {
      piece = new Uint8Array(0);
    },
  };
}

/** Where a part begins, in a file of what size. The server of another origin may keep that to itself; of an empty file there is no part. */
function partOf(answer: Response): { readonly start: number; readonly size: number } | undefined {
  const [, start, size] = /^bytes (?:(\d+)-\d+|\*)\/(\d+)$/i.exec(answer.headers.get("Content-Range") ?? "") ?? [];
  return size === undefined ? undefined : { start: Number(start ?? 0), size: Number(size) };
}

/** What a server says of the state of a file (RFC 9110, 8.8); one of another origin may keep it to itself. */
const versionOf = ({ headers }: Response): string | null => headers.get("ETag") ?? headers.get("Last-Modified");

const fetchRange = (url: string, position: number, length: number): Promise<Response> =>
  fetched(url, { headers: { Range: `bytes=${position}-${position + length - 1}` } });

const RANGE_NOT_SATISFIABLE = 416;

async function fetched(url: string, request: RequestInit = {}): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetchPatiently(url, request);
  } catch {
    throw notFetched(url, "no answer came from the server");
  }
  if (answer.status === 404 || answer.status === 410) throw fault("enoent", url, "there is no such file");
  if (!answer.ok && answer.status !== RANGE_NOT_SATISFIABLE) {
    throw notFetched(url, `the server answered ${answer.status} ${answer.statusText}`.trimEnd());
  }
  return answer;
}

async function wholeOf(url: string, answer: Response): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  await readBody(url, answer, (part) => parts.push(part));
  return new Blob(parts);
}

/** Up to `length` bytes: a server may send others than were asked for. */
async function pieceOf(url: string, answer: Response, length: number): Promise<Uint8Array> {
  const piece = new Uint8Array(length);
  let filled = 0;
  await readBody(url, answer, (part) => {
    const wanted = part.subarray(0, length - filled);
    piece.set(wanted, filled);
    filled += wanted.length;
  });
  return piece.subarray(0, filled);
}

async function readBody(url: string, answer: Response, take: (part: Uint8Array<ArrayBuffer>) => void): Promise<void> {
  try {
    await readPatiently(answer, take);
  } catch {
    throw notFetched(url, "the connection broke off");
  }
}

const notFetched = (url: string, what: string): Error =>
  fault("not-fetched", url, `${what}; look at the address and try again`);
