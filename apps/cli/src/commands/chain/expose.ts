import {
  fault,
  performing,
  shownNames,
  type ExposedParameter,
  type GraphId,
  type GraphInterface,
  type MacroRange,
  type MixDocument,
  type Performing,
} from "@twobus/core";
import { placeAt } from "../../chains/place-at.ts";
import { registry } from "../../mix-file.ts";
import { parseWholeNumber, readNumber } from "../../numbers.ts";
import type { Report } from "../../report.ts";
import { edit } from "../edit.ts";

export interface ExposeOptions {
  /** Hides it. */
  readonly off?: boolean;
  /** What is shown is a meter or a plot. */
  readonly meter?: boolean;
  /** Another name for it. */
  readonly rename?: string;
  /** Its place among the others, counted from 1. */
  readonly at?: string;
  /** A narrower range. */
  readonly min?: string;
  readonly max?: string;
  /** Where a macro stands. */
  readonly percent?: string;
}

/**
 * Shows on a chain node a parameter or a meter of what it contains, changes how it is shown, or hides it. Targets with ranges make a
 * macro: `tape.driveDb=0..12`, `hit.attackDb=3..9:smooth`.
 */
export function expose(
  mixPath: string,
  address: string,
  name: string,
  targets: readonly string[],
  options: ExposeOptions,
): Promise<Report> {
  return edit(mixPath, ({ document }) => {
    const mix = performing(document, registry);
    const place = placeAt(document, address);
    const graph = document.graphs[place.graph]!.nodes[place.node]!.graph;
    if (graph === undefined) throw fault("no-chain", address, "this node contains nothing that could be shown");
    const shownInside = (): GraphInterface => mix.document().graphs[graph]!.interface;
    const said = options.meter === true ? exposeMeter : exposeParameter;
    const text = said({ graph, name, targets, options, perform: mix.perform, shownInside });
    return {
      document: mix.document(),
      text: `${place.graph}/${place.node} ${text}`,
      json: { ...place, name: options.rename ?? name, targets, shows: shownText(mix.document(), graph) },
      warnings: mix.lost,
    };
  });
}

interface Wish {
  readonly graph: GraphId;
  readonly name: string;
  readonly targets: readonly string[];
  readonly options: ExposeOptions;
  readonly perform: Performing["perform"];
  readonly shownInside: () => GraphInterface;
}

function exposeMeter({ graph, name, targets, options, perform }: Wish): string {
  const { off = false, rename, at } = options;
  const isShaped = [rename, at, ...Object.values(shapeIn(options))].some((said) => said !== undefined);
  if (isShaped || off === targets.length > 0 || targets.length > 1) {
    const message = "name one meter inside, such as comp.gainReductionDb or eq.plot, or hide it with --off";
    throw fault("bad-usage", name, message);
  }
  perform({ kind: "setExposedMeter", graph, name, target: off ? null : targets[0]! });
  return off ? `hides ${name}` : `shows ${name}`;
}

function exposeParameter(wish: Wish): string {
  const { graph, name, targets, options, perform, shownInside } = wish;
  const { off = false, rename, at } = options;
  const isShaped = targets.length > 0 || Object.values(shapeIn(options)).some((said) => said !== undefined);
  const isMoved = rename !== undefined || at !== undefined;
  if (off ? isShaped || isMoved : !isShaped && !isMoved) {
    const message =
      "name what it drives, such as eq.band1GainDb, say what is to be otherwise (--min, --rename, --at …), or hide it with --off";
    throw fault("bad-usage", name, message);
  }
  if (off) {
    perform({ kind: "setExposed", graph, name, exposed: null });
    return `hides ${name}`;
  }
  if (isShaped) perform({ kind: "setExposed", graph, name, exposed: shapeOf(wish) });
  if (rename !== undefined) perform({ kind: "renameExposed", graph, name, to: rename });
  const shown = rename ?? name;
  if (at !== undefined) {
    const others = shownNames(shownInside()).filter((other) => other !== shown);
    const index = parseWholeNumber("--at", 1, others.length + 1, at) - 1;
    perform({ kind: "orderExposed", graph, names: others.toSpliced(index, 0, shown) });
  }
  return `shows ${shown}`;
}

const shapeIn = ({ min, max, percent }: ExposeOptions): Record<"min" | "max" | "percent", string | undefined> => ({
  min,
  max,
  percent,
});

/** What is said now, upon what was shown before where no targets are named. */
function shapeOf({ name, targets, options, shownInside }: Wish): ExposedParameter {
  const { params } = shownInside();
  const before = targets.length === 0 && Object.hasOwn(params, name) ? params[name]! : drivingOf(name, targets);
  const said = Object.entries(shapeIn(options)).flatMap(([field, text]) => {
    if (text === undefined) return [];
    const value = readNumber(text);
    if (Number.isNaN(value)) throw fault("bad-option", `--${field}`, `"${text}" must be a number`);
    return [[field, value]];
  });
  if (options.percent !== undefined && before.ranges === undefined) {
    const message = "only a macro stands at a percentage: give each target a range, such as tape.driveDb=0..12";
    throw fault("bad-option", "--percent", message);
  }
  return { ...before, ...Object.fromEntries(said) };
}

const RANGED = /^(?<target>[^=]+)=(?<from>-?\d+(?:\.\d+)?)\.\.(?<to>-?\d+(?:\.\d+)?)(?::(?<curve>[a-z]+))?$/;
const CURVES = ["linear", "exponential", "smooth"] as const;

/** Targets as they are written: all with a range, or none. */
function drivingOf(name: string, written: readonly string[]): ExposedParameter {
  if (written.length === 0) {
    throw fault(
      "unknown-parameter",
      name,
      "nothing of this name is shown yet: name what it drives, such as tape.driveDb",
    );
  }
  if (written.every((word) => !word.includes("="))) return { targets: [...written] };
  const ranges = written.map((word): [string, MacroRange] => {
    const { target, from, to, curve } = RANGED.exec(word)?.groups ?? {};
    const known = CURVES.find((one) => one === curve);
    if (target === undefined || (curve !== undefined && known === undefined)) {
      const message = `a macro names a range for each of its targets, such as tape.driveDb=0..12 or tape.driveDb=1..12:exponential; curves are ${CURVES.join(", ")}`;
      throw fault("bad-usage", word, message);
    }
    return [target, { from: Number(from), to: Number(to), ...(known !== undefined && { curve: known }) }];
  });
  return { targets: ranges.map(([target]) => target), ranges: Object.fromEntries(ranges) };
}

const shownText = ({ graphs }: MixDocument, graph: GraphId): readonly string[] => shownNames(graphs[graph]!.interface);
