import type { IncomingMessage, ServerResponse } from "node:http";
import { extname } from "node:path";
import { isAudioName, TwobusError, type Problem } from "@twobus/core";
import { MAXIMUM_BYTES } from "../mix-file.ts";
import type { Gate } from "./gate.ts";
import { isFree, putRecording } from "./put-recording.ts";
import { refused, statusOf } from "./refused.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import { pathWithin, sendFile } from "./send-file.ts";
import { readServedMix, saveServedMix } from "./served-mix.ts";

/** A mix that may be changed. */
export interface RoomMix {
  /** Path of the mix. */
  readonly path: string;
  /** Its name in the folder. */
  readonly name: string;
  /** Tells it from mixes that are served at the same address at another time. */
  readonly identity: string;
}

/** A folder with mixes: at least one. */
export interface RoomFolder {
  readonly path: string;
  readonly mixes: readonly RoomMix[];
}

/** What is served. */
export interface Room {
  /** Absent where the studio begins with no mix. */
  readonly folder: RoomFolder | undefined;
  /** The folder of the built studio. */
  readonly site: string;
  /** The folder of the demo song, where it does not lie in the site. */
  readonly demo: string | undefined;
}

/** A request under way. `done` never rejects. */
export interface Exchange {
  readonly isSaving: boolean;
  readonly done: Promise<void>;
}

/** Below it lies the folder of the mixes. */
const FOLDER = "/mix/";
/** Names the mixes that can be opened. */
const LIST = "/mixes.json";
/** Below it lies the demo song; everything else is the site. */
const DEMO = "/demo/";

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
/** No browser shows it: what lies in the folder of a mix is nobody's page. */
const BYTES = "application/octet-stream";

/** Answers a request, with its problems where it is refused. */
export async function answer(
  room: Room,
  gate: Gate,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  try {
    const address = addressOf(request);
    const cookie = gate.enter(request, address);
    if (cookie === undefined) await serve(room, decoded(address.pathname), request, response);
    else response.writeHead(303, { "Set-Cookie": cookie, Location: pageOf(room) }).end();
  } catch (error) {
    if (response.headersSent) response.destroy();
    else sayProblems(response, error);
  }
}

/** Where the only mix is open, or the choice is free. */
function pageOf({ folder }: Room): string {
  const [mix, ...others] = folder?.mixes ?? [];
  return mix === undefined || others.length > 0 ? "/" : `/?mix=${encodeURIComponent(addressOfMix(mix))}`;
}

/** Relative to the page. */
const addressOfMix = ({ name }: RoomMix): string => FOLDER.slice(1) + encodeURIComponent(name);

function addressOf({ url }: IncomingMessage): URL {
  const address = URL.parse(`http://studio${url}`);
  if (address === null) throw refused(400, "bad-address", String(url), "this address is not well-formed");
  return address;
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw refused(400, "bad-address", pathname, "this address is not well-formed");
  }
}

function sayProblems(response: ServerResponse, error: unknown): void {
  const problems: readonly Problem[] =
    error instanceof TwobusError
      ? error.problems
      : [
          {
            code: "internal-error",
            at: "studio",
            message: `this is a fault of the program, please report it: ${String(error)}`,
          },
        ];
  response.writeHead(statusOf(error), { "Content-Type": "application/json", Connection: "close" });
  response.end(JSON.stringify({ problems }));
}

async function serve(room: Room, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { folder, site, demo } = room;
  if (folder !== undefined && path.startsWith(FOLDER)) {
    await serveFolder(folder, path.slice(FOLDER.length), request, response);
    return;
  }
  allow(request, response, ["GET", "HEAD"]);
  if (path === LIST) {
    sendList(folder?.mixes ?? [], request, response);
    return;
  }
  const file =
    demo !== undefined && path.startsWith(DEMO)
      ? await pathWithin(demo, path.slice(DEMO.length))
      : await pathWithin(site, path === "/" ? "index.html" : path.slice(1));
  await sendFile(request, response, file, CONTENT_TYPES[extname(file)] ?? BYTES);
}

function sendList(mixes: readonly RoomMix[], { method }: IncomingMessage, response: ServerResponse): void {
  const list = mixes.map((mix) => ({ name: mix.name, address: addressOfMix(mix) }));
  response.writeHead(200, { "Content-Type": "application/json" });
  response.end(method === "HEAD" ? undefined : JSON.stringify(list));
}

async function serveFolder(
  { path, mixes }: RoomFolder,
  address: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const mix = mixes.find(({ name }) => name === address);
  // A recording that is missing may be brought; one that is there is never written over.
  const isWanted = isAudioName(address) && (await isFree(path, address));
  allow(request, response, mix !== undefined || isWanted ? ["GET", "HEAD", "PUT"] : ["GET", "HEAD"]);
  if (mix !== undefined) await serveMix(mix, request, response);
  else if (request.method === "PUT") {
    await putRecording(request, path, address);
    response.writeHead(201).end();
  } else await sendFile(request, response, await pathWithin(path, address), BYTES);
}

/** `Allow` tells the page that its mix may be saved. */
function allow({ method = "" }: IncomingMessage, response: ServerResponse, methods: readonly string[]): void {
  response.setHeader("Allow", methods.join(", "));
  if (!methods.includes(method)) {
    throw refused(405, "wrong-method", method, `only ${methods.join(", ")} can be done here`);
  }
}

async function serveMix(
  { path, name, identity }: RoomMix,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === "PUT") {
    const wanted = request.headers["if-match"];
    if (wanted === undefined) throw refused(428, "no-etag", name, "say in If-Match which file this is written over");
    const etag = await saveServedMix(path, name, await bodyOf(request, name), wanted);
    response.writeHead(204, { ETag: etag }).end();
    return;
  }
  const { text, etag } = await readServedMix(path);
  response.writeHead(200, { ETag: etag, "Twobus-File": identity, "Content-Type": "application/json" });
  response.end(request.method === "HEAD" ? undefined : text);
}

async function bodyOf(request: IncomingMessage, name: string): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MAXIMUM_BYTES) throw refused(413, "mix-too-large", name, "a mix may be 16 MB of text at most");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
