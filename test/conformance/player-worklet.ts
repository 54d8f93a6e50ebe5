import { servePlayer } from "@twobus/renderer-web/worklet";
import { outsidePack } from "../support/outside-pack.ts";

servePlayer([outsidePack]);
