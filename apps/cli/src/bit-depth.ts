import { Option } from "commander";

export const bitDepthOption = (): Option =>
  new Option("--bit-depth <depth>", "bits per sample; integers are dithered")
    .choices(["16", "24", "32f"])
    .default("24");
