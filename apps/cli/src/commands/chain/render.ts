import { dirname, parse, relative, sep } from "node:path";
import { apply, fault, listed, parametersOf, type MixDocument, type Problem, type SourceRecord } from "@twobus/core";
import { chainAlone } from "@twobus/core/sharing";
import { isWithin, openRecording, realPathOf } from "@twobus/renderer-node";
import { findChain } from "../../chains/find-chain.ts";
import type { FoundChain } from "../../chains/found-chain.ts";
import { registry } from "../../mix-file.ts";
import { plainValue } from "../../plain-value.ts";
import type { Report } from "../../report.ts";
import { renderAny, type Renderable, type RenderOptions } from "../render.ts";
import type { LibraryOptions } from "./list.ts";

export interface RenderChainOptions extends RenderOptions, LibraryOptions {
  /** `name=file` */
  readonly key: readonly string[];
  /** `name=value` */
  readonly set: readonly string[];
}

/** Renders a chain alone on a file, at the file's rate. */
export async function renderChain(word: string, input: string, options: RenderChainOptions): Promise<Report> {
  const report = await renderAny(async () => alone(await findChain(word, options.in), input, options), options);
  const warnings = report.warnings?.filter(({ code }) => code !== DIRECT) ?? [];
  return { ...report, warnings };
}

/** Said of tracks that pass all buses by, which is what a chain alone is for. */
const DIRECT = "track-direct-to-stereo-bus";

async function alone(found: FoundChain, input: string, options: RenderChainOptions): Promise<Renderable> {
  const { chain } = found;
  const { inputs, params } = chain.graphs[chain.root]!.interface;
  const keys = Object.keys(inputs).filter((port) => inputs[port]!.role === "key");
  const keyFiles = options.key.map((text) => pairIn(text, "--key", "file", keys));
  const settings = options.set.map((text) => pairIn(text, "--set", "value", Object.keys(params)));
  const played = [["main", input] as const, ...keyFiles];
  const paths = await Promise.all(played.map(([, file]) => realPathOf(file)));
  const folder = commonFolder(paths);
  const sources: Record<string, SourceRecord> = {};
  for (const [index, [port]] of played.entries()) sources[port] = await sourceAt(paths[index]!, folder);
  const placed = chainAlone(chain, registry, sources["main"]!.sampleRate, sources);
  return {
    document: settings.reduce(setOnChain, placed),
    folder,
    inputs: [...paths, ...(found.path === undefined ? [] : [found.path])],
    warnings: keys.filter((key) => sources[key] === undefined).map((key) => openKey(found.id, key)),
  };
}

function pairIn(text: string, option: string, what: string, names: readonly string[]): readonly [string, string] {
  const at = text.indexOf("=");
  const name = text.slice(0, Math.max(0, at));
  if (names.includes(name) && at < text.length - 1) return [name, text.slice(at + 1)];
  const message = `must be NAME=${what.toUpperCase()}, where the chain's names are ${listed(names)}`;
  throw fault("unknown-name", `${option} ${text}`, message);
}

/** The folder that all paths lie in: what a mix plays lies in its folder. */
function commonFolder(paths: readonly string[]): string {
  let folder = dirname(paths[0]!);
  while (!paths.every((path) => isWithin(folder, path))) {
    if (folder === parse(folder).root) throw fault("other-drive", paths[0]!, "all files must lie on one drive");
    folder = dirname(folder);
  }
  return folder;
}

async function sourceAt(path: string, folder: string): Promise<SourceRecord> {
  const recording = await openRecording(path);
  const { channels, sampleRate, frames } = recording.format;
  await recording.close();
  return { file: relative(folder, path).split(sep).join("/"), channels, sampleRate, frames };
}

function setOnChain(document: MixDocument, [param, text]: readonly [string, string]): MixDocument {
  const graph = document.root;
  const definition = parametersOf(document.graphs[graph]!.nodes["chain"]!, document, registry)?.[param];
  const value = plainValue(definition, text);
  return apply(document, { kind: "setParameter", graph, node: "chain", param, value }, registry).document;
}

const openKey = (id: string, key: string): Problem => ({
  code: "key-open",
  at: `${id}.${key}`,
  message: `its key ${key} hears nothing, and the chain listens to its own input; give it a file with --key ${key}=FILE`,
});
