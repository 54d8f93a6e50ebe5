// examples/chain-pack, as someone who finds it would take it: added, listed, placed, turned, rendered.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { packageNamed } from "../../src/chains/read-package.ts";
import { addToLibrary } from "../../src/commands/chain/add.ts";
import { applyChain } from "../../src/commands/chain/apply.ts";
import { show } from "../../src/commands/chain/show.ts";
import { set } from "../../src/commands/edit.ts";
import { init } from "../../src/commands/init.ts";
import { render } from "../../src/commands/render.ts";
import { fill, temporaryFolder, tone } from "../support/recordings.ts";

const example = fileURLToPath(new URL("../../../../examples/chain-pack", import.meta.url));

test("the example package is added, its golden hashes hold, and its chains sound in a mix", async () => {
  const folder = await temporaryFolder();
  vi.stubEnv("XDG_DATA_HOME", await temporaryFolder());
  await fill(folder, { "kick.wav": tone({ sampleRate: 48000, frames: 9600, level: 0.7 }) });
  const mix = join(folder, "song.mix.json");
  await init(folder, { output: mix, template: "roles" });
  const hashOf = async (): Promise<unknown> =>
    (await render(mix, { output: join(folder, "out.wav"), bitDepth: "24", json: true })).json["pcmSha256"];

  const { json } = await addToLibrary(example, { in: folder, verify: true });
  const ids = ["garage-drums", "felt-keys", "breathing-pads"].map((id) => `twobus-example-chains/${id}`);
  expect(json["chains"]).toEqual(ids);
  const hashes = [await hashOf()];
  for (const id of ids) {
    expect((await show(id, { in: folder, verify: true })).json).toMatchObject({
      licence: "MIT",
      verified: { holds: true },
    });
    await applyChain(mix, id, { to: "drums" });
    hashes.push(await hashOf());
  }
  await set(mix, "drums/garage-drums.densityPercent", "90");
  hashes.push(await hashOf());
  expect(new Set(hashes).size).toBe(hashes.length);
});

test("the example package is what its chains make: packed again it is the same", async () => {
  const { pack, files } = (await packageNamed(example, "."))!;
  const { chainPackFiles } = await import("@twobus/core/sharing");
  const { name, version, description, author, license } = pack.manifest;
  const again = await chainPackFiles(
    { name, version, description: description!, author: author!, license: license! },
    pack.chains,
  );
  for (const file of again)
    expect(
      files.find((each) => each.name === file.name),
      file.name,
    ).toEqual(file);
});
