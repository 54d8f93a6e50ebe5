import { servePlayer } from "@twobus/renderer-web/worklet";
import { outsideModule } from "../support/outside-module.ts";
import { outsidePack } from "../support/outside-pack.ts";

servePlayer([outsidePack, outsideModule]);
