import type { MixStore } from "../keeping/mix-store.ts";
import { mixAt, type OpenedMix } from "../keeping/opened-mix.ts";

/** Where the demo song is, if it lies beside the studio. */
const DEMO_ADDRESS = "demo/demo.mix.json";

/** Servers may answer with a page where there is no such file. */
export async function isDemoServed(): Promise<boolean> {
  try {
    const answer = await fetch(DEMO_ADDRESS, { method: "HEAD" });
    return answer.ok && answer.headers.get("Content-Type")?.includes("json") === true;
  } catch {
    return false;
  }
}

/** The demo song. Loading the page again comes back to it. */
export async function demo(store: MixStore | undefined): Promise<OpenedMix> {
  const mix = await mixAt(DEMO_ADDRESS, store);
  history.replaceState(null, "", `?mix=${DEMO_ADDRESS}`);
  return mix;
}
