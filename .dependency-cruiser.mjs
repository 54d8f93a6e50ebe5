// The layer law: who may import whom. Tests may import anything, so they are left out.

/** What each package may import of the others; `apps/*` may import anything. */
const packages = {
  dsp: [],
  core: ["dsp"],
  nodes: ["core", "dsp"],
  media: ["core", "dsp"],
  measure: ["core", "dsp"],
  "renderer-node": ["core", "dsp", "media", "measure"],
  "renderer-web": ["core", "dsp", "media", "measure"],
  editor: ["core"],
};

/** What each folder of core may import of its neighbours. `problem.ts` is everybody's. */
const coreFolders = {
  definition: [],
  document: ["definition"],
  commands: ["document", "definition"],
  compile: ["document", "definition"],
  engine: ["compile", "document", "definition"],
  renderer: ["engine", "compile", "document", "definition"],
  player: ["engine", "compile", "definition"],
  live: ["player", "renderer", "engine", "compile", "document", "definition"],
  intake: ["document", "definition"],
  picture: ["document", "definition"],
  solo: ["engine", "document", "definition"],
  sharing: ["commands", "renderer", "engine", "document", "definition"],
  laws: [".*"],
};

const withoutBuiltins = ["dsp", "core", "nodes", "media", "measure", "renderer-web", "editor"];

const packageLaw = ([name, allowed]) => ({
  name: `${name}-layer`,
  comment: `packages/${name} may import ${allowed.join(", ") || "no other package"}`,
  severity: "error",
  from: { path: `^packages/${name}/` },
  // A package that is not among the dependencies stays unresolved, under its own name.
  to: {
    path: "^(packages|apps|examples|bench|test|@twobus)/|^twobus$",
    pathNot: [name, ...allowed].map((other) => `^(packages|@twobus)/${other}(/|$)`),
  },
});

const coreLaw = ([name, allowed]) => ({
  name: `core-${name}-layer`,
  comment: `core/${name} may import ${allowed.join(", ") || "no other folder of core"}`,
  severity: "error",
  from: { path: `^packages/core/src/${name}/` },
  to: {
    path: "^packages/core/src/[^/]+/",
    pathNot: [name, ...allowed].map((other) => `^packages/core/src/${other}/`),
  },
});

export default {
  forbidden: [
    ...Object.entries(packages).map(packageLaw),
    ...Object.entries(coreFolders).map(coreLaw),
    {
      name: "unknown-package",
      comment: "give the package its place in .dependency-cruiser.mjs",
      severity: "error",
      from: { path: "^packages/", pathNot: Object.keys(packages).map((name) => `^packages/${name}/`) },
      to: {},
    },
    {
      name: "unknown-core-folder",
      comment: "give the folder its place in .dependency-cruiser.mjs",
      severity: "error",
      from: {
        path: "^packages/core/src/[^/]+/",
        pathNot: Object.keys(coreFolders).map((name) => `^packages/core/src/${name}/`),
      },
      to: {},
    },
    {
      name: "laws-are-for-tests",
      comment: "only tests and scripts import core/laws",
      severity: "error",
      from: { pathNot: "^(packages/core/src/laws|apps/cli/scripts)/" },
      to: { path: "^packages/core/src/laws/" },
    },
    {
      name: "no-node-builtins",
      comment: `${withoutBuiltins.join(", ")} run in browsers`,
      severity: "error",
      from: { path: `^packages/(${withoutBuiltins.join("|")})/src/` },
      to: { dependencyTypes: ["core"] },
    },
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|build)/|[.](test|bench|stories)[.]tsx?$|^packages/[^/]+/test/" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["source", "import", "types", "default"],
      extensions: [".ts", ".tsx", ".js", ".mjs"],
    },
  },
};
