import type { MixStore } from "../keeping/mix-store.ts";
import { mixAt, type OpenedMix } from "../keeping/opened-mix.ts";

/** A mix that lies where the studio is served, or beside it. */
export interface ServedMix {
  readonly name: string;
  readonly address: string;
}

/** The demo song, if it lies beside the studio. */
export const DEMO: ServedMix = { name: "The demo song", address: "demo/demo.mix.json" };

/** Lists the mixes of the folder that `twobus studio` serves; other servers have none. */
const LIST_ADDRESS = "mixes.json";

export const isDemoServed = async (): Promise<boolean> =>
  (await answerAt(DEMO.address, { method: "HEAD" })) !== undefined;

export const servedMixes = async (): Promise<readonly ServedMix[]> => (await answerAt(LIST_ADDRESS))?.json() ?? [];

/** Servers may answer with a page where there is no such file. */
async function answerAt(address: string, options?: RequestInit): Promise<Response | undefined> {
  try {
    const answer = await fetch(address, options);
    return answer.ok && answer.headers.get("Content-Type")?.includes("json") === true ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** A mix from its server. Loading the page again comes back to it. */
export async function servedMix({ address }: ServedMix, store: MixStore | undefined): Promise<OpenedMix> {
  const mix = await mixAt(address, store);
  history.replaceState(null, "", `?mix=${encodeURIComponent(address)}`);
  return mix;
}
