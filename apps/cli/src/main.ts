#!/usr/bin/env node
import { isStopped, listenForStops } from "./stopping.ts";

listenForStops();
// Loaded only now, so that a stop is heard from the start.
const { twobus } = await import("./twobus.ts");
await twobus(process.argv.slice(2));
// What a stop left half done must not keep the process alive.
if (isStopped()) process.stdout.write("", () => process.exit());
