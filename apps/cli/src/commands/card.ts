import { readFile } from "node:fs/promises";
import { fault, valueFault, type NodeDefinition, type PlainValue, type PlainValues } from "@twobus/core";
import { createNodeRunner } from "@twobus/core/solo";
import { drawCards, measureCard, thdText, timeNode, type Card, type NodeCost } from "@twobus/measure";
import { builtInPack } from "@twobus/nodes";
import { writeFileAtomically } from "@twobus/renderer-node";
import { fullType, unknownType } from "../node-types.ts";
import { formatLevel, readNumber } from "../numbers.ts";
import type { Report } from "../report.ts";

export interface CardOptions {
  readonly output?: string;
  /** `name=value`, for every card that has a parameter of this name. */
  readonly set: readonly string[];
}

/** A card as it is told. What the node costs here is no part of the drawing, which is the same on every machine. */
type TimedCard = Card & { readonly cost: NodeCost };

/** Measures a node, or two, and draws what it does. */
export async function card(types: readonly string[], { output, set }: CardOptions): Promise<Report> {
  if (types.length > 2) throw fault("bad-usage", "card", "two nodes at most can be laid over each other");
  if (output !== undefined && !/\.svg$/i.test(output)) {
    throw fault("unknown-output", output, "the name must end in .svg");
  }
  const definitions = types.map(definitionOf);
  const cards: TimedCard[] = [];
  for (const definition of definitions) {
    const runner = await createNodeRunner(builtInPack, definition.type, readFile);
    const values = valuesFor(definition, definitions, set);
    cards.push({ ...measureCard(definition, runner, values), cost: timeNode(runner, values, () => performance.now()) });
  }
  if (output !== undefined) await writeFileAtomically(output, drawCards(cards));
  const text = [...cards.map(printCard), ...(output === undefined ? [] : [output])].join("\n\n");
  return { json: { cards, ...(output === undefined ? {} : { output }) }, text };
}

function definitionOf(type: string): NodeDefinition {
  const wanted = fullType(type);
  const definition = builtInPack.nodes.find((node) => node.type === wanted);
  if (definition === undefined) throw unknownType(wanted);
  if (!Object.hasOwn(definition.inputs, "main") || !Object.hasOwn(definition.outputs, "main")) {
    throw fault("no-card", wanted, "only a node that sound goes through from main to main can be measured");
  }
  if (definition.generates === true) {
    throw fault(
      "no-card",
      wanted,
      "a node that adds sound of its own does nothing to what arrives; there is no card of it",
    );
  }
  return definition;
}

function valuesFor(definition: NodeDefinition, all: readonly NodeDefinition[], set: readonly string[]): PlainValues {
  const values: Record<string, PlainValue> = {};
  for (const setting of set) {
    const [name = "", text = ""] = setting.split("=", 2);
    const parameter = definition.params[name];
    if (parameter === undefined) {
      if (all.some(({ params }) => Object.hasOwn(params, name))) continue;
      throw fault("unknown-parameter", `${definition.type}.${name}`, "there is no such parameter; see twobus describe");
    }
    const value = valueOf(text);
    const wrong = valueFault(parameter, value);
    if (wrong !== undefined) throw fault("illegal-value", `${definition.type}.${name}`, wrong);
    values[name] = value;
  }
  return values;
}

function valueOf(text: string): PlainValue {
  if (text === "true" || text === "false") return text === "true";
  const number = readNumber(text);
  return Number.isNaN(number) ? text : number;
}

function printCard(shown: TimedCard): string {
  const { name, type, summary, latencySamples, harmonics, transfer, linkDb, cost } = shown;
  const { nanosecondsPerFrame, tracksInRealTime } = cost;
  const tone = harmonics.map(({ peakDbfs, thdPercent }) => `${thdText(thdPercent)} at ${peakDbfs} dBFS`).join(", ");
  const curve = transfer.map(({ x, y }) => `${x}: ${formatLevel(y, "", 1).trim()}`).join("  ");
  return [
    `${name} (${type})`,
    summary,
    `  latency    ${latencySamples} samples`,
    `  distortion ${tone}`,
    `  in: out    ${curve}`,
    `  link       the right channel moves by ${formatLevel(linkDb, "dB")} when the left one is loud`,
    `  cost       ${nanosecondsPerFrame.toPrecision(3)} ns a frame: ${tracksInRealTime} of it on one core of this machine, at 48 kHz in real time`,
  ].join("\n");
}
