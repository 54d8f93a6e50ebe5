import { defaultValues, type NodeDefinition, type PlainValues } from "../definition/node.ts";
import { createRegistry, type Pack } from "../definition/pack.ts";
import { compileModules, type ReadBytes } from "../engine/modules.ts";
import { TwobusError, type Problem } from "../problem.ts";
import { goldenHash, sameAsBefore, type GoldenHashes } from "./battery/golden.ts";
import { allocatesNothing, keepsToItsMemory } from "./battery/memory-laws.ts";
import { movesWithoutClicks } from "./battery/click-law.ts";
import { anyCutting, inTheEngine, ownKey, secondRun } from "./battery/same-bits-laws.ts";
import { addsTheSame, silenceStaysSilent, soundEnds } from "./battery/silence-laws.ts";
import { finiteAtExtremes, finiteWhileMoving } from "./battery/sound-laws.ts";
import { isWhereItWouldBe } from "./battery/seek-law.ts";
import { breach, type Law, type Subject } from "./battery/subject.ts";
import { completeDeclaration, survivesText } from "./battery/text-laws.ts";
import { bypassNulls, declaredLatency, pureLatency } from "./battery/time-laws.ts";
import { createNodeRunner } from "../solo/node-runner.ts";

export type { GoldenHashes } from "./battery/golden.ts";

/** One law for one node, ready to be checked by any test runner. */
export interface NodeLaw {
  /** The node's type. */
  readonly node: string;
  /** What it must do, as the rest of a sentence. */
  readonly name: string;
  /** What breaks the law: the node, the values, the numbers. Empty when it holds. */
  check(): Promise<Problem[]>;
}

export interface NodeLawOptions {
  /**
   * By type: values, beside the defaults, at which a node lets a quiet impulse through on time. Structural parameters
   * named here are held there while the others are swept; needed for those that move sound on purpose, as a delay does.
   */
  readonly transparent?: Readonly<Record<string, PlainValues>>;
  /** What `goldenHashes` gave for this pack when it last sounded as it should. Without it, that law is not there. */
  readonly goldenHashes?: GoldenHashes;
}

const LAWS: readonly Law[] = [
  completeDeclaration,
  survivesText,
  finiteAtExtremes,
  finiteWhileMoving,
  movesWithoutClicks,
  silenceStaysSilent,
  soundEnds,
  secondRun,
  anyCutting,
  inTheEngine,
  isWhereItWouldBe,
  ownKey,
  declaredLatency,
  pureLatency,
  bypassNulls,
  keepsToItsMemory,
  allocatesNothing,
];

/** Silence stays silent and sounds end, but for those nodes whose purpose it is to sound. */
function lawsFor({ generates }: NodeDefinition): readonly Law[] {
  if (generates !== true) return LAWS;
  return [...LAWS.filter((law) => law !== silenceStaysSilent && law !== soundEnds), addsTheSame];
}

/** One is enough to fail, a few help to see why. */
const MOST_PROBLEMS = 5;

/**
 * The battery: every law for every node of a pack. All of it is deterministic.
 *
 *     for (const law of await nodeLaws(pack, readFile)) {
 *       test(`${law.node} ${law.name}`, async () => expect(await law.check()).toEqual([]));
 *     }
 */
export async function nodeLaws(pack: Pack, readBytes: ReadBytes, options: NodeLawOptions = {}): Promise<NodeLaw[]> {
  const { goldenHashes: hashes } = options;
  const more = hashes === undefined ? [] : [sameAsBefore(hashes)];
  const subjects = await subjectsOf(pack, readBytes, options);
  const checks = subjects.flatMap((subject) =>
    [...lawsFor(subject.definition), ...more].map((law): NodeLaw => {
      return { node: subject.definition.type, name: law.name, check: () => firstProblems(law, subject) };
    }),
  );
  return hashes === undefined ? checks : [...checks, noStaleHash(pack, hashes)];
}

/** The hashes of a pack as it sounds now, by type. */
export async function goldenHashes(
  pack: Pack,
  readBytes: ReadBytes,
  options: Pick<NodeLawOptions, "transparent"> = {},
): Promise<GoldenHashes> {
  const hashes: Record<string, string> = {};
  for (const subject of await subjectsOf(pack, readBytes, options)) {
    hashes[subject.definition.type] = await goldenHash(subject);
  }
  return hashes;
}

async function subjectsOf(pack: Pack, readBytes: ReadBytes, { transparent = {} }: NodeLawOptions): Promise<Subject[]> {
  const modules = await compileModules(createRegistry([pack]), readBytes, false);
  const subjectOf = async (definition: NodeDefinition): Promise<Subject> => {
    const pinned = transparent[definition.type] ?? {};
    return {
      pack,
      definition,
      modules,
      runner: await createNodeRunner(pack, definition.type, readBytes),
      transparent: { ...defaultValues(definition), ...pinned },
      pinned,
    };
  };
  return Promise.all(pack.nodes.map(subjectOf));
}

async function firstProblems(law: Law, subject: Subject): Promise<Problem[]> {
  const problems: Problem[] = [];
  try {
    for await (const problem of law.broken(subject)) {
      problems.push(problem);
      if (problems.length === MOST_PROBLEMS) break;
    }
  } catch (error) {
    const causes = error instanceof TwobusError ? error.problems : [{ code: "threw", at: "", message: String(error) }];
    for (const { code, at, message } of causes) problems.push(breach(subject, code, `${at} ${message}`.trim()));
  }
  return problems;
}

function noStaleHash(pack: Pack, hashes: GoldenHashes): NodeLaw {
  const types = new Set<string>(pack.nodes.map(({ type }) => type));
  const stale = Object.keys(hashes).filter((type) => !types.has(type));
  const check = async (): Promise<Problem[]> =>
    stale.map((at) => ({
      code: "stale-golden-hash",
      at,
      message: `pack ${pack.name} has no such node; take its hash away`,
    }));
  return { node: pack.name, name: "has a golden hash for no node that it lacks", check };
}
