import { copyFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { init } from "../src/commands/init.ts";
import { whichMixes } from "../src/studio/which-mixes.ts";
import { enter } from "./support/enter.ts";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";

// Which mixes a studio is served with: one, several to choose from, or none.

test("which mixes: the file that is named, or those of a folder, in order; none that is hidden or lies elsewhere", async () => {
  const home = await temporaryFolder();
  const folder = join(home, "songs");
  await fill(home, { "elsewhere.mix.json": "{}" });
  await fill(folder, {
    "take 2.mix.json": "{}",
    "take 10.mix.json": "{}",
    "notes.json": "{}",
    "._take 2.mix.json": "",
  });
  await symlink(join(home, "elsewhere.mix.json"), join(folder, "link.mix.json"));
  await symlink(join(home, "nowhere.mix.json"), join(folder, "broken.mix.json"));
  expect(await whichMixes(folder)).toEqual(["take 2", "take 10"].map((name) => join(folder, `${name}.mix.json`)));
  const named = [join(folder, "take 10.mix.json"), join(folder, "nowhere.mix.json")];
  for (const one of named) expect(await whichMixes(one)).toEqual([one]);
});

test("of several mixes the page offers the list; each can be read and saved, and what is none of them cannot", async () => {
  const folder = await temporaryFolder();
  await fill(folder, { "stems/kick.wav": tone() });
  const [first, second, unlisted] = ["b", "söng 1", "unlisted"].map((name) => join(folder, `${name}.mix.json`));
  await init(join(folder, "stems"), { output: first!, template: "roles" });
  await copyFile(first!, second!);
  await copyFile(first!, unlisted!);
  const { origin, location, ask } = await enter({ mixes: [first!, second!], site: folder });
  expect((await fetch(`${origin}/mixes.json`)).status).toBe(403);
  expect(location).toBe("/");
  const list = (await (await ask("/mixes.json")).json()) as { name: string; address: string }[];
  expect(list).toEqual([
    { name: "b.mix.json", address: "mix/b.mix.json" },
    { name: "söng 1.mix.json", address: `mix/${encodeURIComponent("söng 1.mix.json")}` },
  ]);
  const identities = new Set<string | null>();
  for (const { address } of list) {
    const read = await ask(`/${address}`);
    identities.add(read.headers.get("twobus-file"));
    const body = (await read.text()).replace(/"faderDb": 0/, '"faderDb": -3');
    const headers = { "If-Match": read.headers.get("etag")! };
    expect((await ask(`/${address}`, { method: "PUT", headers, body })).status).toBe(204);
    expect(await (await ask(`/${address}`)).text()).toBe(body);
  }
  expect(identities.size).toBe(2);
  expect((await ask("/mix/unlisted.mix.json", { method: "PUT", body: "{}" })).status).toBe(405);
  expect((await ask("/mixes.json", { method: "PUT", body: "[]" })).status).toBe(405);
});

test("without a mix: the page with nothing asked for, and no folder; the demo song beside it, to be read alone", async () => {
  const home = await temporaryFolder();
  await fill(home, {
    "site/index.html": "<!doctype html>",
    "demo/demo.mix.json": "{}",
    "demo/stems/kick.flac": "fLaC",
  });
  expect(await whichMixes(join(home, "demo", "stems"))).toEqual([]);
  const { location, ask } = await enter({ mixes: [], site: join(home, "site"), demo: join(home, "demo") });
  expect(location).toBe("/");
  const mix = await ask("/demo/demo.mix.json", { method: "HEAD" });
  expect([mix.status, mix.headers.get("content-type")]).toEqual([200, "application/json"]);
  expect(await (await ask("/demo/stems/kick.flac")).text()).toBe("fLaC");
  expect((await ask("/demo/demo.mix.json", { method: "PUT" })).status).toBe(405);
  expect(await (await ask("/mixes.json")).json()).toEqual([]);
  for (const path of ["/mix/demo.mix.json", "/demo/..%2fsite/index.html", "/demo/none.flac"]) {
    expect((await ask(path)).status, path).toBe(404);
  }
});
