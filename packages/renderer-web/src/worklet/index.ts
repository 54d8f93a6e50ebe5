export { servePlayer } from "./serve-player.ts";
