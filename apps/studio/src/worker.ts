import "./strict-page.ts";
import { builtInPack } from "@twobus/nodes";
import { serveRenderWorker } from "@twobus/renderer-web/worker";
import { serveCurves } from "./curves/curve-worker.ts";
import { serveIntake } from "./intake/intake-worker.ts";
import { serveGolden } from "./library/golden-worker.ts";
import type { WorkerJob } from "./worker-job.ts";

// All Workers of the studio are this script: codecs and nodes, which are most of it, are fetched once for all.

const serve: Readonly<Record<WorkerJob, () => void>> = {
  render: () => serveRenderWorker([builtInPack]),
  curves: serveCurves,
  intake: serveIntake,
  golden: serveGolden,
};

const { name } = globalThis as unknown as { readonly name: WorkerJob };
serve[name]();
