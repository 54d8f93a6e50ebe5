// Bounces the test mix in Node and prints what came of it: `node --conditions=source bounce-in-node.ts '{"container": …}'`.
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { renderFile } from "@twobus/renderer-node";
import type { NodeBounceOptions, NodeBounce } from "./node-bounce.ts";
import { mixOf, registry } from "./mix.ts";
import { recordings } from "./recordings.ts";

const folder = await mkdtemp(join(tmpdir(), "twobus-web-"));
try {
  for (const [file, bytes] of Object.entries(recordings)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), bytes);
  }
  const options = JSON.parse(process.argv[2]!) as NodeBounceOptions;
  const path = join(folder, "bounce");
  const result = await renderFile(mixOf(), { registry, folder, path, threads: 1, ...options });
  const fileSha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  console.log(JSON.stringify({ ...result, fileSha256 } satisfies NodeBounce));
} finally {
  await rm(folder, { recursive: true });
}
