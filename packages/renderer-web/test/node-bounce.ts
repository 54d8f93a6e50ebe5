import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { FileRenderResult, RenderFileOptions } from "@twobus/renderer-node";

export type NodeBounceOptions = Pick<
  RenderFileOptions,
  "container" | "sampleFormat" | "sampleRate" | "fromSeconds" | "toSeconds"
>;

export type NodeBounce = FileRenderResult & { readonly fileSha256: string };

/** Bounces the test mix in Node, in a process of its own that runs the packages from source. */
export async function bounceInNode(_context: unknown, options: NodeBounceOptions): Promise<NodeBounce> {
  const script = fileURLToPath(new URL("bounce-in-node.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=source",
    script,
    JSON.stringify(options),
  ]);
  return JSON.parse(stdout) as NodeBounce;
}
