// Copies a package's style sheets from src/ to dist/, beside the modules that import them.
import { cpSync } from "node:fs";

cpSync("src", "dist", { recursive: true, filter: (path) => !/\.[^/]*$/.test(path) || path.endsWith(".css") });
