/** Where the demo song is, if it is served. */
export const DEMO_ADDRESS = "mix/demo.mix.json";

/** Servers may answer with a page where there is no such file. */
export async function isDemoServed(): Promise<boolean> {
  try {
    const answer = await fetch(DEMO_ADDRESS, { method: "HEAD" });
    return answer.ok && answer.headers.get("Content-Type")?.includes("json") === true;
  } catch {
    return false;
  }
}
