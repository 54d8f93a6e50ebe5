import { spawn } from "node:child_process";

/** Asks the desktop to show an address. Where there is no desktop nothing happens: the address has been printed. */
export function openBrowser(address: string): void {
  const [command, ...words] = openerOf(process.platform);
  const child = spawn(command, [...words, address], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

function openerOf(platform: NodeJS.Platform): [string, ...string[]] {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["cmd", "/c", "start", ""];
  return ["xdg-open"];
}
