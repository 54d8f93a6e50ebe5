// Nothing that reaches audio may depend on the host: no Math function that engines round differently, no power operator;
// no data, no foreign imports and no relaxed SIMD in the wasm modules. And what a host plays with knows nothing of the
// world but what it is handed: no clock, no timer, no chance, no file and no network in any source of these packages.
import { existsSync, globSync, readFileSync } from "node:fs";

const SOURCES = [
  "packages/dsp/{src,assembly}/**/*.ts",
  "packages/nodes/{src,assembly}/**/*.ts",
  "packages/core/src/{definition,document,compile,engine}/**/*.ts",
  "packages/media/src/**/*.ts",
  "packages/measure/src/**/*.ts",
  "test/conformance/**/*.ts",
  "test/support/{mixes,outside-pack,signals,wav}.ts",
];
const CLOSED_SOURCES = ["packages/{dsp,core,nodes,media,measure}/{src,assembly}/**/*.ts"];
const MODULES = ["dsp", "nodes"].flatMap((name) => [
  `packages/${name}/build/${name}.wasm`,
  `packages/${name}/build/${name}.shared.wasm`,
]);

/** Exact by definition, and sqrt, which IEEE 754 rounds correctly. */
const EXACT = "abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|E|PI|LN2|LN10|LOG2E|LOG10E|SQRT2|SQRT1_2";
const FORBIDDEN = [
  [
    new RegExp(`\\b(Native)?Mathf?\\b(?!\\.(${EXACT})\\b)(\\.\\w+)?`, "g"),
    "differs between hosts: use the maths of dsp",
  ],
  [/\*\*=?/g, "is Math.pow: multiply, shift, or use exp2 of dsp"],
];
const WORLD = [
  [/\b(Date|performance|Temporal)\b/g, "reads a clock"],
  [/\b(setTimeout|setInterval|setImmediate|requestAnimationFrame)\b/g, "waits for a clock"],
  [/\b(Math\.random|getRandomValues|randomUUID|randomBytes|randomInt)\b/g, "is chance: use a seeded generator"],
  [
    /\b(fetch(?=\()|XMLHttpRequest|WebSocket|EventSource|WebTransport)\b/g,
    "reaches the network: let the host hand in bytes",
  ],
  [
    /\b(process(?=\.)|require(?=\()|(Deno|Bun|localStorage|indexedDB)(?=\.))/g,
    "reaches the host: let it hand in what is needed",
  ],
];
/** Modules of a host. They stand in strings, which the other rules do not look into. */
const HOST_MODULE =
  /\b(?:from|import)\s*\(?\s*["'](?:node:[^"']*|fs|net|http|https|dns|os|child_process|worker_threads|timers)(?:\/[^"']*)?["']/g;

const COMMENT_OR_TEXT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;

/** Blanks out comments and strings, keeping the lines. Templates stay: there may be code in them. */
const codeOf = (source) =>
  source.replaceAll(COMMENT_OR_TEXT, (text) => (text.startsWith("`") ? text : text.replaceAll(/[^\n]/g, " ")));

/** Whether a wasm binary has a data section: id 11, after the magic number and the version. */
function hasData(bytes) {
  for (let at = 8; at < bytes.length;) {
    const section = bytes[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      size += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    if (section === 11) return true;
    at += size;
  }
  return false;
}

function* sourceFindings(path, rules) {
  const lines = codeOf(readFileSync(path, "utf8")).split("\n");
  for (const [index, line] of lines.entries()) {
    for (const [pattern, advice] of rules) {
      for (const [found] of line.matchAll(pattern)) yield `${path}:${index + 1}: ${found} ${advice}`;
    }
  }
}

function* importFindings(path) {
  for (const [index, line] of readFileSync(path, "utf8").split("\n").entries()) {
    for (const [found] of line.matchAll(HOST_MODULE)) yield `${path}:${index + 1}: ${found} reaches the host`;
  }
}

function* moduleFindings(path) {
  if (!existsSync(path)) {
    yield `${path}:1: is not built: pnpm run wasm`;
    return;
  }
  const bytes = readFileSync(path);
  if (hasData(bytes)) yield `${path}:1: has a data section: compute tables into the state at init`;
  for (const { module, name } of WebAssembly.Module.imports(new WebAssembly.Module(bytes))) {
    if (`${module}.${name}` !== "env.memory")
      yield `${path}:1: imports ${module}.${name}: kernels import only env.memory`;
  }
}

/** Relaxed SIMD: never enabled in a build, and not to be seen in the text of the modules. */
function* relaxedFindings(path) {
  for (const [index, line] of readFileSync(path, "utf8").split("\n").entries()) {
    if (/relaxed[-_]/.test(line)) yield `${path}:${index + 1}: ${line.trim()} differs between processors`;
  }
}

const sourcesIn = (patterns) =>
  globSync(patterns)
    .filter((path) => !path.includes(".test."))
    .toSorted();
const sources = sourcesIn(SOURCES);
const closed = sourcesIn(CLOSED_SOURCES);
const texts = globSync(["packages/{dsp,nodes}/asconfig.json", "packages/{dsp,nodes}/build/*.wat"]);
const findings = [
  ...sources.flatMap((path) => [...sourceFindings(path, FORBIDDEN)]),
  ...closed.flatMap((path) => [...sourceFindings(path, WORLD), ...importFindings(path)]),
  ...MODULES.flatMap((path) => [...moduleFindings(path)]),
  ...texts.toSorted().flatMap((path) => [...relaxedFindings(path)]),
];
for (const finding of findings) console.error(finding);
console.log(`determinism: ${closed.length} sources, ${MODULES.length} modules, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
