import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { refused } from "./refused.ts";

/** Lets in who knows the token: in the address of the first request, in a cookie of all others. */
export interface Gate {
  readonly token: string;
  /** The cookie that carries the token from now on, where the address brought it. Throws `Refused` for strangers. */
  enter(request: IncomingMessage, address: URL): string | undefined;
}

const SAFE_METHODS = ["GET", "HEAD"];

/** Cookies know no ports: the name keeps two studios apart. */
export function createGate(port: number): Gate {
  const token = randomBytes(24).toString("base64url");
  const cookie = `twobus-${port}`;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const isToken = (text: string): boolean => {
    const [given, wanted] = [Buffer.from(text), Buffer.from(token)];
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  };
  return {
    token,
    enter: ({ method, headers }, address) => {
      // Another site whose name leads here, or another page on this machine.
      const isForeign = !hosts.includes(headers.host ?? "");
      const isSentByOther = headers.origin !== undefined && headers.origin !== `http://${headers.host}`;
      if (isForeign || (isSentByOther && !SAFE_METHODS.includes(method ?? ""))) {
        throw refused(403, "wrong-origin", "request", "the studio answers only its own page, on this machine");
      }
      const brought = address.searchParams.get("token");
      if (brought !== null && isToken(brought)) return `${cookie}=${token}; Path=/; HttpOnly; SameSite=Strict`;
      if (brought === null && isToken(cookieOf(headers.cookie ?? "", cookie))) return undefined;
      throw refused(403, "no-token", "request", "open the whole address that `twobus studio` printed, token included");
    },
  };
}

function cookieOf(header: string, name: string): string {
  const pair = header.split(/;\s*/).find((text) => text.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) ?? "";
}
