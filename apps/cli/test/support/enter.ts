import { onTestFinished } from "vitest";
import { serveStudio, type StudioOptions } from "../../src/studio/server.ts";

/** What is asked for. */
export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A studio that was opened at its address. */
export interface Entered {
  readonly origin: string;
  /** Where the address led to. */
  readonly location: string | null;
  readonly ask: (path: string, asked?: Ask) => Promise<Response>;
}

/** Serves a studio until the test ends, and goes in by its token, as a browser does. */
export async function enter(options: Omit<StudioOptions, "port">): Promise<Entered> {
  const { address, close } = await serveStudio({ ...options, port: 0 });
  onTestFinished(close);
  const { origin, search } = new URL(address);
  const { headers } = await fetch(`${origin}/${search}`, { redirect: "manual" });
  const Cookie = headers.getSetCookie()[0]!;
  return {
    origin,
    location: headers.get("location"),
    ask: (path, { headers: more, ...rest } = {}) => fetch(origin + path, { ...rest, headers: { Cookie, ...more } }),
  };
}
