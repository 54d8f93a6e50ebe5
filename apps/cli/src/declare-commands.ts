import { Argument, Option, type Command } from "commander";
import { action } from "./action.ts";
import type { BundleOptions } from "./commands/bundle.ts";
import type { CardOptions } from "./commands/card.ts";
import type { AddOptions } from "./commands/add.ts";
import type { ConnectOptions } from "./commands/edit.ts";
import type { InitOptions } from "./commands/init.ts";
import type { LoudnessOptions } from "./commands/loudness.ts";
import type { RenderOptions } from "./commands/render.ts";
import type { StemsOptions } from "./commands/stems.ts";
import type { StudioCommandOptions } from "./commands/studio.ts";
import { bitDepthOption } from "./bit-depth.ts";
import { declareChainCommands } from "./declare-chain-commands.ts";

/** What can be said on the command line, and what then runs. */
export function declareCommands(program: Command): void {
  action(
    program
      .command("init")
      .summary("make a mix from a folder of recordings")
      .description("Matches file names to roles and buses and writes a mix: every track through a bus, gains at unity.")
      .argument("<folder>", "the folder with the audio files")
      .option("-o, --output <mix>", "the mix to write, in the folder or above it (default: NAME.mix.json in it)")
      .option("--template <name>", "buses to sort into: roles, messitte, alex, pala or peak", "roles")
      .option("--force", "replace a mix that is already there"),
    async (folder: string, options: InitOptions) => (await import("./commands/init.ts")).init(folder, options),
  );

  action(
    program
      .command("render")
      .summary("render a mix to a file")
      .argument("<mix>", "the mix to render")
      .requiredOption("-o, --output <file>", "where to write: .wav or .flac")
      .addOption(bitDepthOption())
      .option("--sample-rate <hz>", "rate of the file, if not the mix's own")
      .option("--from <seconds>", "start of the part to render")
      .option("--to <seconds>", "end of the part to render")
      .option("--threads <count>", "render threads; the samples do not depend on it"),
    async (mix: string, options: RenderOptions) => (await import("./commands/render.ts")).render(mix, options),
  );

  action(
    program
      .command("studio")
      .summary("open a mix in the studio, in the browser")
      .description("Serves the studio and the mix's folder to this machine alone, until Ctrl-C; edits go to the file.")
      .argument("[mix]", "the mix to open, or a folder to choose one from (default: this folder)")
      .option("--port <number>", "port to serve at; 0 for any that is free (default: 4480, or the next that is free)")
      .option("--no-open", "print the address, and open no browser"),
    async (mix: string | undefined, options: StudioCommandOptions) =>
      (await import("./commands/studio.ts")).studio(mix, options),
  );

  action(
    program
      .command("bundle")
      .summary("write a mix and its recordings into one file, which the studio opens")
      .argument("<mix>", "the mix to take along")
      .requiredOption("-o, --output <file>", "where to write: .twobus.zip"),
    async (mix: string, options: BundleOptions) => (await import("./commands/bundle.ts")).bundle(mix, options),
  );

  const stems = program.command("stems").summary("render parts of a mix that add up to it").enablePositionalOptions();
  action(
    stems
      .command("render", { isDefault: true })
      .summary("render the stems, what is left, the mix and a manifest into a folder")
      .argument("<mix>", "the mix to render")
      .requiredOption("-o, --output <folder>", "a new or empty folder")
      .option("--split <way>", "buses, tracks, or names of strips: Drums,Bass,Vocals", "buses")
      .addOption(
        new Option("--bit-depth <depth>", "24 adds up without a difference").choices(["24", "32f"]).default("24"),
      )
      .option("--threads <count>", "render threads; the samples do not depend on it"),
    async (mix: string, options: StemsOptions) => (await import("./commands/stems.ts")).stems(mix, options),
  );
  action(
    stems
      .command("verify")
      .summary("prove from the files alone that stems add up to their mix")
      .argument("<folder>", "a folder that `twobus stems` wrote"),
    async (folder: string) => (await import("./commands/stems.ts")).verify(folder),
  );

  action(
    program
      .command("measure")
      .summary("loudness, true peak and more of audio files")
      .argument("<file...>", "audio files"),
    async (files: string[]) => (await import("./commands/measure.ts")).measure(files),
  );

  action(
    program
      .command("loudness")
      .summary("set the limiter's drive so that the mix is as loud as asked for")
      .description(
        "Renders the mix until a drive is found that makes the loudness within 0.1 LU, and sets it in the mix.",
      )
      .argument("<mix>", "the mix to change")
      .requiredOption("--target-lufs <LUFS>", "integrated loudness of the whole mix")
      .option("--through <node>", "the node whose gainDb is set, or node.param (default: the stereo bus's limiter)")
      .option("--ceiling-dbtp <dBTP>", "set the node's ceiling too")
      .option("--threads <count>", "render threads; the result does not depend on it"),
    async (mix: string, options: LoudnessOptions) => (await import("./commands/loudness.ts")).loudness(mix, options),
  );

  action(
    program
      .command("null")
      .summary("compare two audio files by subtracting one from the other")
      .argument("<a>", "an audio file")
      .argument("<b>", "another"),
    async (a: string, b: string) => (await import("./commands/null.ts")).nullTest(a, b),
  );

  action(
    program
      .command("picture")
      .summary("draw a mix")
      .argument("<mix>", "the mix to draw")
      .requiredOption("-o, --output <file>", "where to write the drawing (.svg)"),
    async (mix: string, options: { output: string }) => (await import("./commands/picture.ts")).picture(mix, options),
  );

  action(
    program.command("validate").summary("check a mix and name what is wrong").argument("<mix>", "the mix to check"),
    async (mix: string) => (await import("./commands/inspect.ts")).validate(mix),
  );

  action(
    program.command("plan").summary("show how a mix is going to run").argument("<mix>", "the mix to compile"),
    async (mix: string) => (await import("./commands/inspect.ts")).plan(mix),
  );

  action(
    program
      .command("describe")
      .summary("list the nodes, explain one, or find nodes and chains by a word for their sound")
      .argument("[type]", "a node type such as twobus.glueCompressor, or a word such as glue, grab, smoke or warm"),
    async (type: string | undefined) => (await import("./commands/describe.ts")).describe(type),
  );

  action(
    program
      .command("card")
      .summary("measure a node and draw what it does; up to four are laid over each other")
      .argument("<type...>", "node types; type:example for one of a node's examples, such as bus:warm")
      .option("-o, --output <file>", "where to write the drawing (.svg)")
      .option("--set <name=value...>", "values to measure at, over the defaults or over the example that is named", []),
    async (types: string[], options: CardOptions) => (await import("./commands/card.ts")).card(types, options),
  );

  declareChainCommands(program);

  action(
    program
      .command("schema")
      .summary("print the JSON Schema of mixes or of chains")
      .addArgument(new Argument("[format]", "of what").choices(["mix", "chain"]).default("mix")),
    async (format: "mix" | "chain") => (await import("./commands/inspect.ts")).schema(format),
  );

  action(
    program
      .command("migrate")
      .summary("bring a mix up to the current format and node versions")
      .argument("<mix>", "the mix to bring up to date"),
    async (mix: string) => (await import("./commands/edit.ts")).migrate(mix),
  );

  action(
    program
      .command("set")
      .summary("set a parameter")
      .argument("<mix>", "the mix to change")
      .argument("<parameter>", "node.param, strip/node.param where it lies in a chain, or graph/node.param")
      .argument("<value>", "the value, in the unit that the parameter's name ends with")
      .addHelpText(
        "after",
        "\nFor example:\n  twobus set song.mix.json kick.faderDb -3\n  twobus set song.mix.json stereo-bus/compressor.ratio 4:1",
      ),
    async (mix: string, parameter: string, value: string) =>
      (await import("./commands/edit.ts")).set(mix, parameter, value),
  );

  action(
    program
      .command("add")
      .summary("add a node, or a chain as one")
      .argument("<mix>", "the mix to change")
      .argument("<type>", "what to add: twobus.bus, twobus.delay, chain:drum-bus, …")
      .option("--id <id>", "what to call it")
      .option("--label <text>", "the name to show")
      .option("--into <strip>", "put it among this strip's inserts")
      .option("--at <place>", "its place there, counted from 1 (default: the end)")
      .option("--graph <graph>", "the graph to add it to, if not the root"),
    async (mix: string, type: string, options: AddOptions) =>
      (await import("./commands/add.ts")).add(mix, type, options),
  );

  for (const [name, summary] of [
    ["connect", "connect an output to an input"],
    ["disconnect", "take a connection away"],
  ] as const) {
    const command = program
      .command(name)
      .summary(summary)
      .argument("<mix>", "the mix to change")
      .argument("<from>", "node.port, or just the node for its main output")
      .argument("<to>", "node.port, or just the node for its main input")
      .option("--graph <graph>", "the graph they lie in, if not the root");
    if (name === "connect") command.option("--gain-db <dB>", "level of the connection");
    action(command, async (mix: string, from: string, to: string, options: ConnectOptions) =>
      (await import("./commands/edit.ts"))[name](mix, from, to, options),
    );
  }

  action(
    program
      .command("remove")
      .summary("remove a node and its connections")
      .argument("<mix>", "the mix to change")
      .argument("<node>", "the node to remove"),
    async (mix: string, node: string) => (await import("./commands/edit.ts")).remove(mix, node),
  );

  action(
    program
      .command("bypass")
      .summary("bypass a node or a strip's chain")
      .argument("<mix>", "the mix to change")
      .argument("<node>", "the node to bypass")
      .option("--off", "put it back to work"),
    async (mix: string, node: string, options: { off?: boolean }) =>
      (await import("./commands/edit.ts")).bypass(mix, node, options),
  );
}
