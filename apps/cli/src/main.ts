#!/usr/bin/env node
import { twobus } from "./twobus.ts";

await twobus(process.argv.slice(2));
