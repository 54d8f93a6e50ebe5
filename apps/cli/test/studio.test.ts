import { readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { init } from "../src/commands/init.ts";
import { serveFrom } from "../src/studio/serve-from.ts";
import { serveStudio } from "../src/studio/server.ts";
import { enter, type Ask } from "./support/enter.ts";
import { fill, temporaryFolder, tone } from "./support/recordings.ts";

const kick = tone();

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A song that is served, and a way to ask for its paths exactly as they are written. */
async function studio() {
  const home = await temporaryFolder();
  const folder = join(home, "song");
  const site = join(home, "site");
  const mix = join(folder, "söng 1.mix.json");
  await fill(home, { "secret.txt": "secret", "site/index.html": "<!doctype html>", "site/assets/a.js": "//" });
  await fill(folder, { "stems/kick.wav": kick, ".hidden": "hidden", "page.html": "<script>" });
  await init(join(folder, "stems"), { output: mix, template: "roles" });
  const server = await serveStudio({ mixes: [mix], site, port: 0 });
  onTestFinished(server.close);
  const { port, searchParams } = new URL(server.address);
  const bare = (path: string, { method = "GET", headers = {}, body }: Ask = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const asking = request({ host: "127.0.0.1", port, path, method, headers }, async (answer) => {
        const pieces: Buffer[] = [];
        for await (const piece of answer as AsyncIterable<Buffer>) pieces.push(piece);
        resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(pieces) });
      });
      asking.on("error", reject).end(body);
    });
  const Cookie = `twobus-${port}=${searchParams.get("token")}`;
  const ask = (path: string, { headers, ...rest }: Ask = {}): Promise<Answer> =>
    bare(path, { ...rest, headers: { Cookie, ...headers } });
  const mixPath = `/mix/${encodeURIComponent("söng 1.mix.json")}`;
  return { folder, home, mix, mixPath, port, token: searchParams.get("token")!, bare, ask };
}

const codesOf = ({ body }: Answer): string[] =>
  (JSON.parse(body.toString()) as { problems: { code: string }[] }).problems.map(({ code }) => code);

test("where a port is taken, the next that is free is served at; a mix that cannot be read is said at once", async () => {
  const { port, home, mix } = await studio();
  const site = join(home, "site");
  const second = await serveFrom(Number(port), { mixes: [mix], site });
  onTestFinished(second.close);
  expect(Number(new URL(second.address).port)).toBeGreaterThan(Number(port));
  await expect(serveFrom(Number(port), { mixes: [join(home, "none.mix.json")], site })).rejects.toThrow(
    /none\.mix\.json/,
  );
});

test("the address lets in, and leaves a cookie that does so from then on", async () => {
  const { bare, ask, token, port, mixPath } = await studio();
  const first = await bare(`/?token=${token}`);
  expect(first.status).toBe(303);
  expect(first.headers["set-cookie"]).toEqual([`twobus-${port}=${token}; Path=/; HttpOnly; SameSite=Strict`]);
  const location = new URL(String(first.headers["location"]), "http://studio");
  expect([location.pathname, `/${location.searchParams.get("mix")}`]).toEqual(["/", mixPath]);
  const page = await ask("/");
  expect([page.status, page.body.toString()]).toEqual([200, "<!doctype html>"]);
  expect((await ask("/assets/a.js")).headers["content-type"]).toMatch(/^text\/javascript/);
});

test("a recording that is missing can be brought, whole; one that is there is left as it is, and none lies outside", async () => {
  const { ask, folder, home } = await studio();
  const put = (path: string, body = "RIFF"): Promise<Answer> => ask(path, { method: "PUT", body });
  const missing = await ask("/mix/stems/new/Sn%C3%A4re.wav");
  expect([missing.status, missing.headers["allow"]]).toEqual([404, "GET, HEAD, PUT"]);
  expect((await put("/mix/stems/new/Sn%C3%A4re.wav")).status).toBe(201);
  expect(await readFile(join(folder, "stems/new/Snäre.wav"), "utf8")).toBe("RIFF");
  expect((await put("/mix/stems/new/Sn%C3%A4re.wav", "other")).status).toBe(405);
  expect(await readFile(join(folder, "stems/new/Snäre.wav"), "utf8")).toBe("RIFF");
  await symlink(home, join(folder, "out"));
  expect((await put("/mix/out/escaped.wav")).status).toBe(403);
  expect((await put("/mix/out/deeper/escaped.wav")).status).toBe(403);
  for (const path of ["/mix/.hidden.wav", "/mix/../escaped.wav", "/mix/a/..%2F..%2Fescaped.wav", "/mix/a%5Cb.wav"]) {
    expect((await put(path)).status, path).toBeGreaterThanOrEqual(400);
  }
  expect((await put("/mix/script.js")).status).toBe(405);
  expect((await readdir(home)).toSorted()).toEqual(["secret.txt", "site", "song"]);
  expect((await readdir(join(folder, "stems/new"))).toSorted()).toEqual(["Snäre.wav"]);
});

test("without the token, or with another: 403, whatever is asked for", async () => {
  const { bare, ask, token, port, mixPath } = await studio();
  const wrong = "A".repeat(token.length);
  for (const path of ["/", "/assets/a.js", mixPath, "/mix/stems/kick.wav", "/nowhere", "/../secret.txt"]) {
    const mark = path.includes("?") ? "&" : "?";
    const answers = [
      await bare(path),
      await bare(path, { headers: { Cookie: `twobus-${port}=${wrong}` } }),
      await bare(path, { headers: { Cookie: `twobus-${port}=` } }),
      await bare(path, { headers: { Cookie: `twobus-${port}1=${token}` } }),
      await ask(`${path}${mark}token=${wrong}`),
      await bare(path, { method: "PUT", body: "{}" }),
    ];
    for (const answer of answers) {
      expect(answer.status, path).toBe(403);
      expect(codesOf(answer)).toEqual(["no-token"]);
    }
  }
});

test("another site whose name leads here, and another page on this machine, are refused", async () => {
  const { ask, mixPath } = await studio();
  expect((await ask("/", { headers: { Host: "elsewhere.example" } })).status).toBe(403);
  const headers = { Origin: "http://127.0.0.1:1" };
  expect(codesOf(await ask(mixPath, { method: "PUT", headers, body: "{}" }))).toEqual(["wrong-origin"]);
});

test("nothing outside the folder, nothing hidden", async () => {
  const { ask, home, folder } = await studio();
  await symlink(join(home, "secret.txt"), join(folder, "stems", "link.wav"));
  await symlink(home, join(folder, "up"));
  const paths = [
    "/mix/../secret.txt",
    "/mix/..%2fsecret.txt",
    "/mix/%2e%2e/secret.txt",
    "/mix/%2e%2e%2fsecret.txt",
    "/mix/stems/../../../secret.txt",
    "/mix/..%5csecret.txt",
    `/mix/${encodeURI(join(home, "secret.txt"))}`,
    `/mix//${encodeURIComponent(join(home, "secret.txt"))}`,
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/mix/.hidden",
    "/mix/",
    "/mix/stems",
    "/mix/a%00",
    "/mix/nowhere.wav",
  ];
  for (const path of paths) expect((await ask(path)).status, path).toBe(404);
  for (const path of ["/mix/stems/link.wav", "/mix/up/secret.txt"]) {
    const answer = await ask(path);
    expect(answer.status, path).toBe(403);
    expect(codesOf(answer)).toEqual(["outside-folder"]);
  }
  expect((await ask("/mix/%ff")).status).toBe(400);
});

test("every answer is isolated and strict; what lies in the folder is nobody's page", async () => {
  const { ask, bare, mixPath } = await studio();
  for (const answer of [await ask("/"), await ask(mixPath), await ask("/nowhere"), await bare("/")]) {
    expect(answer.headers).toMatchObject({
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringMatching(/^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; /),
    });
  }
  expect((await ask("/mix/page.html")).headers["content-type"]).toBe("application/octet-stream");
});

test("recordings come in the parts that are asked for", async () => {
  const { ask, folder } = await studio();
  const part = (Range: string): Promise<Answer> => ask("/mix/stems/kick.wav", { headers: { Range } });
  const whole = await ask("/mix/stems/kick.wav");
  expect([whole.status, whole.headers["accept-ranges"], whole.body.equals(kick)]).toEqual([200, "bytes", true]);
  const middle = await part("bytes=44-143");
  expect([middle.status, middle.headers["content-range"]]).toEqual([206, `bytes 44-143/${kick.length}`]);
  expect(middle.body.equals(kick.subarray(44, 144))).toBe(true);
  expect((await part(`bytes=${kick.length - 4}-`)).body.equals(kick.subarray(-4))).toBe(true);
  const beyond = await part(`bytes=${kick.length}-`);
  expect([beyond.status, beyond.headers["content-range"]]).toEqual([416, `bytes */${kick.length}`]);
  const head = await ask("/mix/stems/kick.wav", { method: "HEAD" });
  expect([head.status, head.headers["content-length"], head.body.length]).toEqual([200, String(kick.length), 0]);
  expect([whole.headers.etag, middle.headers.etag]).toEqual([head.headers.etag, head.headers.etag]);
  await writeFile(join(folder, "stems/kick.wav"), kick); // what is written anew may be another
  expect((await part("bytes=44-143")).headers.etag).not.toBe(head.headers.etag);
});

test("parts that are asked for at once, and others that are given up, come as they are in the file", async () => {
  const { folder, port, token, ask } = await studio();
  const bytes = Buffer.from(Uint8Array.from({ length: 2_000_000 }, (_, index) => (index * 31 + (index >> 9)) % 251));
  await writeFile(join(folder, "long.wav"), bytes);
  const partFrom = async (start: number): Promise<void> => {
    const end = start + 700_000; // three pieces
    const { status, body } = await ask("/mix/long.wav", { headers: { Range: `bytes=${start}-${end - 1}` } });
    expect([status, body.equals(bytes.subarray(start, end))]).toEqual([206, true]);
  };
  const starts = Array.from({ length: 12 }, (_, index) => index * 100_003);
  for (const _ of starts) {
    const socket = connect(Number(port), "127.0.0.1");
    socket.once("data", () => socket.destroy());
    socket.write(`GET /mix/long.wav HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: twobus-${port}=${token}\r\n\r\n`);
  }
  await Promise.all(starts.map(partFrom));
  await Promise.all(starts.map(partFrom));
});

test("methods: what may be done is told, all else is 405", async () => {
  const { ask, mixPath } = await studio();
  for (const [path, method] of [
    [mixPath, "DELETE"],
    [mixPath, "POST"],
    ["/mix/stems/kick.wav", "PUT"],
    ["/mix/new.mix.json", "PUT"],
    ["/", "PUT"],
  ] as const) {
    const answer = await ask(path, { method });
    expect(answer.status, `${method} ${path}`).toBe(405);
    expect(answer.headers["allow"]).toBe(path === mixPath ? "GET, HEAD, PUT" : "GET, HEAD");
  }
});

/** The mix of `studio`, read, and two ways to change it. */
async function opened() {
  const served = await studio();
  const before = await readFile(served.mix, "utf8");
  const read = await served.ask(served.mixPath);
  expect(read.body.toString()).toBe(before);
  const save = (body: string, etag = String(read.headers["etag"])): Promise<Answer> =>
    served.ask(served.mixPath, { method: "PUT", headers: { "If-Match": etag }, body });
  const quieter = (db: number): string => before.replace(/"faderDb": 0/, `"faderDb": ${db}`);
  return { ...served, before, save, quieter };
}

test("a save is written whole, and its etag is good for the next", async () => {
  const { mix, folder, save, quieter } = await opened();
  const first = await save(quieter(-3));
  expect(first.status).toBe(204);
  expect(await readFile(mix, "utf8")).toBe(quieter(-3));
  expect((await save(quieter(-6), String(first.headers["etag"]))).status).toBe(204);
  expect(await readFile(mix, "utf8")).toBe(quieter(-6));
  expect((await readdir(folder)).toSorted()).toEqual([".hidden", "page.html", "stems", "söng 1.mix.json"]);
});

test("a save over a file that changed on disk meanwhile is refused with a sentence", async () => {
  const { mix, save, quieter } = await opened();
  await writeFile(mix, quieter(-1));
  const answer = await save(quieter(-3));
  expect([answer.status, codesOf(answer)]).toEqual([412, ["changed-on-disk"]]);
  expect(await readFile(mix, "utf8")).toBe(quieter(-1));
});

test("of two saves at once one is written, the other told", async () => {
  const { mix, save, quieter } = await opened();
  const answers = await Promise.all([save(quieter(-3)), save(quieter(-6))]);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 412]));
  const kept = answers[0].status === 204 ? -3 : -6;
  expect(await readFile(mix, "utf8")).toBe(quieter(kept));
});

test("a broken document is refused with its problems, and the file is as it was", async () => {
  const { mix, before, save, ask, mixPath } = await opened();
  const bad: readonly (readonly [string, string])[] = [
    ["", "bad-json"],
    [before.slice(0, 300), "bad-json"],
    ["[]", "not-a-mix"],
    [before.replace("stems/kick.wav", "../secret.txt"), "illegal-value"],
    [before.replace(`"formatVersion": 1`, `"formatVersion": 7`), "newer-format"],
  ];
  for (const [text, code] of bad) {
    const answer = await save(text);
    expect([answer.status, codesOf(answer)], code).toEqual([400, [code]]);
  }
  expect((await ask(mixPath, { method: "PUT", body: before })).status).toBe(428);
  const huge = await save(" ".repeat(16 * 1024 * 1024 + 1)).catch(({ code }: NodeJS.ErrnoException) => code);
  if (typeof huge === "object") expect(huge.status).toBe(413);
  else expect(["EPIPE", "ECONNRESET"]).toContain(huge); // it was not read to its end
  expect(await readFile(mix, "utf8")).toBe(before);
});

test("a mix that is not there, a port that is taken: each a problem", async () => {
  const { mix, port, home } = await studio();
  const site = join(home, "site");
  await expect(serveStudio({ mixes: [`${mix}x`], site, port: 0 })).rejects.toMatchObject({
    problems: [{ code: "enoent" }],
  });
  await expect(serveStudio({ mixes: [mix], site, port: Number(port) })).rejects.toMatchObject({
    problems: [{ code: "port-in-use" }],
  });
});

test("a mix says which file it is: the same after it was saved and served again, another for another", async () => {
  const [served, other] = [await studio(), await studio()];
  const identityOf = async ({ ask, mixPath }: typeof served): Promise<string> =>
    String((await ask(mixPath)).headers["twobus-file"]);
  const identity = await identityOf(served);
  expect(identity).toMatch(/^[0-9a-f]{64}$/);
  expect(await identityOf(other)).not.toBe(identity);
  const { ask } = await enter({ mixes: [served.mix], site: join(served.home, "site") });
  const answer = await ask(served.mixPath);
  expect(answer.headers.get("twobus-file")).toBe(identity);
});
