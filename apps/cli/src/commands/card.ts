import { readFile } from "node:fs/promises";
import { fault, listed, parameterFault, type NodeDefinition, type PlainValue, type PlainValues } from "@twobus/core";
import { createNodeRunner } from "@twobus/core/solo";
import {
  cardFault,
  drawCards,
  examplesOf,
  factsOf,
  measureCard,
  MOST_CARDS,
  settingsText,
  timeNode,
  titleOf,
  type Card,
  type NodeCost,
} from "@twobus/measure";
import { builtInPack } from "@twobus/nodes";
import { writeFileAtomically } from "@twobus/renderer-node";
import { fullType, unknownType } from "../node-types.ts";
import { formatLevel } from "../numbers.ts";
import { plainValue } from "../plain-value.ts";
import type { Report } from "../report.ts";

export interface CardOptions {
  readonly output?: string;
  /** `name=value`, for every card that has a parameter of this name. */
  readonly set: readonly string[];
}

/** A node, and which of its examples is measured: at its defaults where none is. */
interface Subject {
  readonly definition: NodeDefinition;
  readonly example: string | undefined;
}

/** A card as it is told. What the node costs here is no part of the drawing, which is the same on every machine. */
type TimedCard = Card & { readonly cost: NodeCost };

/** Measures nodes and draws what they do, laid over each other. */
export async function card(types: readonly string[], { output, set }: CardOptions): Promise<Report> {
  if (output !== undefined && !/\.svg$/i.test(output)) {
    throw fault("unknown-output", output, "the name must end in .svg");
  }
  const subjects = types.flatMap((text) => subjectsOf(text, set.length > 0));
  if (subjects.length > MOST_CARDS) {
    throw fault("bad-usage", "card", `${MOST_CARDS} cards at most can be laid over each other`);
  }
  const definitions = subjects.map(({ definition }) => definition);
  const cards: TimedCard[] = [];
  for (const { definition, example } of subjects) {
    const runner = await createNodeRunner(builtInPack, definition.type, readFile);
    const measured = measureCard(definition, runner, { example, values: valuesFor(definition, definitions, set) });
    cards.push({ ...measured, cost: timeNode(runner, measured.values, () => performance.now()) });
  }
  if (output !== undefined) await writeFileAtomically(output, drawCards(cards));
  const text = [...cards.map(printCard), ...(output === undefined ? [] : [output])].join("\n\n");
  return { json: { cards, ...(output === undefined ? {} : { output }) }, text };
}

/** `type`, or `type:example`. A type alone stands for all its examples, or for its defaults where values are set. */
function subjectsOf(text: string, isSet: boolean): Subject[] {
  const [type = "", ...rest] = text.split(":");
  if (type === "chain") {
    throw fault("no-card", text, `cards are measured from single nodes; twobus chain show tells what a chain does`);
  }
  const definition = definitionOf(type);
  if (rest.length === 0) {
    return (isSet ? [undefined] : examplesOf(definition)).map((each) => ({ definition, example: each }));
  }
  const example = rest.join(":");
  const { examples = {} } = definition;
  if (!Object.hasOwn(examples, example)) {
    const names = Object.keys(examples);
    const known = names.length === 0 ? "it is measured at its defaults" : `there are ${listed(names)}`;
    throw fault("unknown-example", text, `there is no such example; ${known}`);
  }
  return [{ definition, example }];
}

function definitionOf(type: string): NodeDefinition {
  const wanted = fullType(type);
  const definition = builtInPack.nodes.find((node) => node.type === wanted);
  if (definition === undefined) throw unknownType(wanted);
  const reason = cardFault(definition);
  if (reason !== undefined) throw fault("no-card", wanted, reason);
  return definition;
}

function valuesFor(definition: NodeDefinition, all: readonly NodeDefinition[], set: readonly string[]): PlainValues {
  const values: Record<string, PlainValue> = {};
  for (const setting of set) {
    const [name, text] = nameAndText(setting);
    const isOfOther = all.some(({ params }) => Object.hasOwn(params, name)) && !Object.hasOwn(definition.params, name);
    if (isOfOther) continue;
    const value = plainValue(definition.params[name], text);
    const wrong = parameterFault(definition.params, name, value);
    if (wrong !== undefined) throw fault(wrong.code, `${definition.type}.${name}`, wrong.message);
    values[name] = value;
  }
  return values;
}

function nameAndText(setting: string): readonly [name: string, text: string] {
  const equals = setting.indexOf("=");
  if (equals < 1) throw fault("bad-option", "--set", `"${setting}" must be name=value, such as ratio=4:1`);
  return [setting.slice(0, equals), setting.slice(equals + 1)];
}

/** Levels of the static curve that are printed. */
const PRINTED_STEP_DB = 6;

function printCard(shown: TimedCard): string {
  const { type, summary, transfer, cost } = shown;
  const { nanosecondsPerFrame, tracksInRealTime } = cost;
  const curve = transfer
    .filter(({ x }) => x % PRINTED_STEP_DB === 0)
    .map(({ x, y }) => `${x}: ${formatLevel(y, "", 1).trim()}`);
  const rows = [
    { label: "measured with", text: settingsText(shown) },
    ...factsOf([shown])[0]!,
    { label: "in: out", text: curve.join("  ") },
    {
      label: "cost",
      text: `${nanosecondsPerFrame.toPrecision(3)} ns a frame: ${tracksInRealTime} of it on one core of this machine, at 48 kHz in real time`,
    },
  ];
  const width = Math.max(...rows.map(({ label }) => label.length)) + 2;
  return [
    `${titleOf(shown)} (${type})`,
    summary,
    ...rows.map(({ label, text }) => `  ${label.padEnd(width)}${text}`),
  ].join("\n");
}
