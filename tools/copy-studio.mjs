// Copies the built studio into the package of the command line, which serves it.
import { cpSync, rmSync } from "node:fs";

rmSync("dist/site", { recursive: true, force: true });
cpSync("../studio/dist/site", "dist/site", { recursive: true });
