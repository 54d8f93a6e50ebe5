export { Director, type DirectorHost, type LoopRange } from "./director.ts";
