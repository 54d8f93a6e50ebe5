import type { Command } from "commander";
import { action } from "./action.ts";
import { bitDepthOption } from "./bit-depth.ts";
import type { AddChainOptions } from "./commands/chain/add.ts";
import type { ApplyOptions } from "./commands/chain/apply.ts";
import type { ExposeOptions } from "./commands/chain/expose.ts";
import type { ExtractOptions } from "./commands/chain/extract.ts";
import type { UpdateOptions } from "./commands/chain/update.ts";
import type { GroupOptions } from "./commands/chain/nodes.ts";
import type { LibraryOptions } from "./commands/chain/list.ts";
import type { PackOptions } from "./commands/chain/pack.ts";
import type { RenderChainOptions } from "./commands/chain/render.ts";
import type { ShareOptions } from "./commands/chain/share.ts";
import type { ShowOptions } from "./commands/chain/show.ts";

const CHAIN = ["<chain>", "one of the library such as drum-bus, a file, text or a link"] as const;
const IN = ["--in <folder>", "the folder of the mix whose library counts", "."] as const;
const gather = (value: string, before: readonly string[]): string[] => [...before, value];

/** What can be said of chains: those of the library, and those in a mix. */
export function declareChainCommands(program: Command): void {
  const chain = program
    .command("chain")
    .summary("find, share, place and render chains of processors")
    .description("A chain is data: it can be placed in any mix as a node, shared as text, and published as a package.")
    .enablePositionalOptions();
  declareLibrary(chain);
  declareSharing(chain);
  declareUse(chain);
  declareNodes(chain);
}

function declareLibrary(chain: Command): void {
  action(
    chain
      .command("list")
      .summary("list the chains at hand: factory chains, one's own, and those of packages")
      .argument("[words...]", "only those that all these words are said of")
      .option(...IN),
    async (words: string[], options: LibraryOptions) => (await import("./commands/chain/list.ts")).list(words, options),
  );
  action(
    chain
      .command("show")
      .summary("show what is in a chain, who made it, and what it does")
      .argument(...CHAIN)
      .option("--verify", "render it, and compare the hash of its sound; 1 if it differs")
      .option(...IN),
    async (word: string, options: ShowOptions) => (await import("./commands/chain/show.ts")).show(word, options),
  );
  action(
    chain
      .command("add")
      .summary("take chains into the library beside the mix")
      .description("Checks everything first; runs nothing, fetches nothing, and takes nothing that carries code.")
      .argument("<what>", "a package (.tgz, folder, or one that npm installed), a file, text or a link")
      .option("--user", "into the person's library, for all mixes")
      .option("--as <id>", "what to call a single chain")
      .option("--verify", "render it, and refuse it if the hash of its sound differs")
      .option("--force", "replace another chain of this name")
      .option(...IN),
    async (what: string, options: AddChainOptions) =>
      (await import("./commands/chain/add.ts")).addToLibrary(what, options),
  );
}

function declareSharing(chain: Command): void {
  action(
    chain
      .command("extract")
      .summary("make a chain of part of a mix")
      .description(
        "What is not said is as in the chain that is replaced, or that was placed there; where something was changed, it is their next version. A chain node then follows the chain that was made of it.",
      )
      .argument("<mix>", "the mix to look into")
      .argument("<address...>", "a strip (its inserts), a chain node, or several nodes side by side")
      .requiredOption("-o, --output <file>", "where to write: NAME.chain.json")
      .option("--name <text>", "what to call it (default: as in the mix)")
      .option("--summary <text>", "one sentence: what it does, and when to take it")
      .option("--description <text>", "more of it")
      .option("--tag <word>", "a word to find it by; may stand more than once", gather, [])
      .option("--chain-version <version>", "its version (default: 1.0.0, or the next one)")
      .option("--author <name>", "who made it")
      .option("--licence <SPDX>", "its licence, such as MIT or CC0-1.0")
      .option("--no-link", "leave the mix as it is: the node does not follow the chain")
      .option("--force", "replace a file that is there"),
    async (mix: string, addresses: string[], options: ExtractOptions) =>
      (await import("./commands/chain/extract.ts")).extract(mix, addresses, options),
  );
  action(
    chain
      .command("share")
      .summary("print a chain as one line of text, or as a link")
      .argument(...CHAIN)
      .option("--link <address>", "a page that the link is to open")
      .option(...IN),
    async (word: string, options: ShareOptions) => (await import("./commands/chain/share.ts")).share(word, options),
  );
  action(
    chain
      .command("pack")
      .summary("make an npm package of chains: data, no code")
      .argument("<chain...>", "the chains to pack")
      .requiredOption("-o, --output <place>", "a new or empty folder, or a .tgz")
      .option("--name <name>", "the package's name (default: the output's)")
      .option("--pack-version <version>", "the package's version", "1.0.0")
      .option("--description <text>", "one sentence about the package")
      .option("--author <name>", "who made it (default: what its chains say)")
      .option("--licence <SPDX>", "its licence (default: what its chains say)")
      .option("--force", "write into a folder that holds something")
      .option(...IN),
    async (words: string[], options: PackOptions) => (await import("./commands/chain/pack.ts")).pack(words, options),
  );
}

function declareUse(chain: Command): void {
  action(
    chain
      .command("apply")
      .summary("place a chain in a mix as a node")
      .argument("<mix>", "the mix to change")
      .argument(...CHAIN)
      .option("--to <strip>", "put it among this strip's inserts")
      .option("--at <place>", "its place there, counted from 1 (default: the end)")
      .option("--graph <graph>", "the graph to add it to, if not the root")
      .option("--id <id>", "what to call its node")
      .option("--label <text>", "the name to show"),
    async (mix: string, word: string, options: ApplyOptions) =>
      (await import("./commands/chain/apply.ts")).applyChain(mix, word, options),
  );
  action(
    chain
      .command("render")
      .summary("render a chain alone on a file")
      .argument(...CHAIN)
      .argument("<file>", "the audio file to send through it")
      .requiredOption("-o, --output <file>", "where to write: .wav or .flac")
      .option("--key <name=file>", "a file for one of its keys; may stand more than once", gather, [])
      .option("--set <name=value>", "a value for one of its parameters; may stand more than once", gather, [])
      .addOption(bitDepthOption())
      .option("--sample-rate <hz>", "rate of the file, if not the input's own")
      .option("--from <seconds>", "start of the part to render")
      .option("--to <seconds>", "end of the part to render")
      .option("--threads <count>", "render threads; the samples do not depend on it")
      .option(...IN),
    async (word: string, file: string, options: RenderChainOptions) =>
      (await import("./commands/chain/render.ts")).renderChain(word, file, options),
  );
}

function declareNodes(chain: Command): void {
  action(
    chain
      .command("group")
      .summary("make one chain node of nodes that lie side by side; the sound stays")
      .argument("<mix>", "the mix to change")
      .argument("<node...>", "the nodes: node, or strip/node")
      .option("--id <id>", "what to call it")
      .option("--label <text>", "the name to show"),
    async (mix: string, nodes: string[], options: GroupOptions) =>
      (await import("./commands/chain/nodes.ts")).group(mix, nodes, options),
  );
  action(
    chain
      .command("ungroup")
      .summary("put what a chain node contains in its place; the sound stays")
      .argument("<mix>", "the mix to change")
      .argument("<node>", "the chain node"),
    async (mix: string, node: string) => (await import("./commands/chain/nodes.ts")).ungroup(mix, node),
  );
  action(
    chain
      .command("expose")
      .summary("show a parameter or a meter of what is inside on the chain node itself")
      .description(
        "Targets are node.param inside, of one unit; with a range each, such as tape.driveDb=0..12 or eq.lowHz=40..200:exponential, they make a macro from 0 to 100 %. Without targets, what is shown already is changed.",
      )
      .argument("<mix>", "the mix to change")
      .argument("<node>", "the chain node")
      .argument("<name>", "what to call it there: driveDb")
      .argument("[target...]", "what it drives; with --meter node.meter or node.plot")
      .option("--meter", "show a meter or a plot rather than a parameter")
      .option("--rename <name>", "call it so from now on")
      .option("--at <place>", "its place among those that are shown, counted from 1")
      .option("--min <value>", "the least that can be set there")
      .option("--max <value>", "the most that can be set there")
      .option("--percent <value>", "where a macro stands")
      .option("--off", "hide it again"),
    async (mix: string, node: string, name: string, targets: string[], options: ExposeOptions) =>
      (await import("./commands/chain/expose.ts")).expose(mix, node, name, targets, options),
  );
  action(
    chain
      .command("update")
      .summary("bring the nodes of a chain in a mix to another version of it")
      .argument("<mix>", "the mix to change")
      .argument(...CHAIN)
      .option("--only <node>", "this node alone, whatever it is of; may stand more than once", gather, [])
      .option("--pin <node>", "this node keeps its version; may stand more than once", gather, [])
      .option("--keep", "set again what was changed inside since it was placed")
      .option("--force", "replace also what was changed inside since it was placed"),
    async (mix: string, word: string, options: UpdateOptions) =>
      (await import("./commands/chain/update.ts")).update(mix, word, options),
  );
  action(
    chain
      .command("unique")
      .summary("give a chain node a content of its own")
      .argument("<mix>", "the mix to change")
      .argument("<node>", "the chain node"),
    async (mix: string, node: string) => (await import("./commands/chain/nodes.ts")).unique(mix, node),
  );
  action(
    chain
      .command("pin")
      .summary("let a chain node keep its version while others are updated")
      .argument("<mix>", "the mix to change")
      .argument("<node>", "the chain node")
      .option("--off", "let it follow again"),
    async (mix: string, node: string, options: { off?: boolean }) =>
      (await import("./commands/chain/nodes.ts")).pin(mix, node, options),
  );
}
