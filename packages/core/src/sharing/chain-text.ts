import { parseChain } from "../document/chain-file.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { serialiseChain } from "../document/serialise.ts";
import { fault, type TwobusError } from "../problem.ts";
import { compress, decompress, type Bytes } from "./compress.ts";
import { sha256 } from "./sha256.ts";

/** A chain in one line: `twobus-chain:` + base64url of the deflated JSON + `.` + a check. In a link `=` stands for the colon. */
const NAME = "twobus-chain";
/** Digits of the SHA-256 of the deflated bytes: against text that was cut or changed on its way, not against forgery. */
const CHECK_LENGTH = 10;
const SHARED = new RegExp(`${NAME}[:=]([A-Za-z0-9_-]+)\\.([0-9a-f]{${CHECK_LENGTH}})`);
/** Of a line before it is looked at, and of the chain that it unfolds to. */
const MOST_TEXT = 2 * 1024 * 1024;
const MOST_BYTES = 4 * 1024 * 1024;

const NO_CHAIN = `there is no chain in this text; copy the whole line that begins with ${NAME}:, the whole link, or all that is in a .chain.json`;

/** The chain as one line of text, to be pasted anywhere. */
export async function chainText(chain: ChainDocument): Promise<string> {
  return withinBounds(`${NAME}:${await payloadOf(chain)}`, chain.name);
}

/** An address of `page` that carries the chain itself, behind `#`: no server is told of it. Throws for what is no web address. */
export async function chainLink(chain: ChainDocument, page: string): Promise<string> {
  if (!URL.canParse(page) || !/^https?:$/.test(new URL(page).protocol)) {
    throw fault("illegal-address", page, "a link needs the address of a web page, such as https://example.org/studio");
  }
  const link = new URL(page);
  link.hash = `${NAME}=${await payloadOf(chain)}`;
  return withinBounds(link.href, chain.name);
}

/** Whether text looks as if it carried a chain: as a line, as a link, or as the JSON of its file. */
export function carriesChain(text: string): boolean {
  return /^\s*\{/.test(text) || new RegExp(`${NAME}[:=]`).test(text);
}

/**
 * Reads the chain in a line, a link or JSON, whatever stands around a line and however it was wrapped. Nothing in it is
 * run. Throws a `TwobusError` that says what is wrong; `at` names the text in it.
 */
export async function parseChainText(text: string, at = "text"): Promise<ChainDocument> {
  if (/^\s*\{/.test(text)) {
    if (text.includes('"format"')) return parseChain(text, at);
    throw fault("no-chain-in-text", at, NO_CHAIN);
  }
  const found = SHARED.exec(withinBounds(text, at).replaceAll(/\s+/g, ""));
  if (found === null) {
    const message = carriesChain(text)
      ? "this text of a chain is cut off; copy all of it, from twobus-chain to its last letter"
      : NO_CHAIN;
    throw fault("no-chain-in-text", at, message);
  }
  const [, payload, check] = found as unknown as [string, string, string];
  const bytes = fromBase64(payload, at);
  if ((await sha256(bytes)).slice(0, CHECK_LENGTH) !== check) throw damaged(at);
  const json = await decompress(bytes, "deflate-raw", { mostBytes: MOST_BYTES, at, tooLarge: tooLarge(at) });
  return parseChain(new TextDecoder().decode(json), at);
}

async function payloadOf(chain: ChainDocument): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(JSON.parse(serialiseChain(chain))));
  if (json.length > MOST_BYTES) throw tooLarge(chain.name);
  const bytes = await compress(json, "deflate-raw");
  return `${toBase64(bytes)}.${(await sha256(bytes)).slice(0, CHECK_LENGTH)}`;
}

/** What would not be read is not written either. */
function withinBounds(text: string, at: string): string {
  if (text.length > MOST_TEXT) throw tooLarge(at);
  return text;
}

const tooLarge = (at: string): TwobusError =>
  fault(
    "too-large",
    at,
    `a chain as text has ${MOST_TEXT / 1024 / 1024} MB at most, and ${MOST_BYTES / 1024 / 1024} MB unfolded; share it as a file`,
  );

const damaged = (at: string): Error =>
  fault("damaged", at, "this text of a chain was changed or cut on its way; copy it again");

function toBase64(bytes: Bytes): string {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64(text: string, at: string): Bytes {
  if (text.length % 4 === 1) throw damaged(at);
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}
