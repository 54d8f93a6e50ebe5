import { expect, test } from "vitest";
import { findChromium, provideChromium } from "./chromium.mjs";

/** A machine with these programs, on which some commands bring another. `ran` lists what was run but for `--version`. */
function machine({ programs = [], env = {}, isRoot = false, installs = {}, broken = [] }) {
  const installed = new Set(programs);
  const ran = [];
  return {
    env: { PATH: "/usr/bin:/bin", ...env },
    isRoot,
    downloaded: "/cache/chrome",
    exists: (path) => installed.has(path),
    run: ([command, ...words]) => {
      if (words[0] === "--version") return !broken.includes(command);
      ran.push([command, ...words].join(" "));
      const brought = Object.entries(installs).find(([part]) => ran.at(-1).includes(part))?.[1];
      if (brought) installed.add(brought);
      return brought !== undefined;
    },
    ran,
  };
}

test("takes what CHROMIUM names, and nothing else", () => {
  const programs = ["/usr/bin/chromium", "/my/chromium"];
  expect(findChromium(machine({ programs, env: { CHROMIUM: "/my/chromium" } }))).toBe("/my/chromium");
  expect(findChromium(machine({ programs, env: { CHROMIUM: "/not/there" } }))).toBeUndefined();
});

test("prefers PATH, by name and then by folder, to usual places and downloads", () => {
  const rest = ["/opt/google/chrome/chrome", "/cache/chrome"];
  const find = (...programs) => findChromium(machine({ programs: [...rest, ...programs] }));
  expect(find("/usr/bin/google-chrome", "/bin/chromium", "/usr/bin/chromium")).toBe("/usr/bin/chromium");
  expect(find("/usr/bin/google-chrome", "/bin/chromium")).toBe("/bin/chromium");
  expect(find("/usr/bin/google-chrome")).toBe("/usr/bin/google-chrome");
  expect(find()).toBe("/opt/google/chrome/chrome");
  expect(findChromium(machine({ programs: ["/cache/chrome"] }))).toBe("/cache/chrome");
});

test("passes over one that does not run", () => {
  const programs = ["/usr/bin/chromium", "/usr/bin/google-chrome"];
  expect(findChromium(machine({ programs, broken: ["/usr/bin/chromium"] }))).toBe("/usr/bin/google-chrome");
});

test("installs nothing where one is found", () => {
  const full = machine({ programs: ["/usr/bin/chromium"], isRoot: true });
  expect(provideChromium(full)).toBe("/usr/bin/chromium");
  expect(full.ran).toEqual([]);
});

test("installs Debian's package as root", () => {
  const debian = machine({ isRoot: true, installs: { "apt-get update": "/lists", yes: "/usr/bin/chromium" } });
  expect(provideChromium(debian)).toBe("/usr/bin/chromium");
  expect(debian.ran).toEqual(["apt-get update", "apt-get install --yes --no-install-recommends chromium"]);
});

test("downloads one as root where there is no such package", () => {
  const ubuntu = machine({ isRoot: true, installs: { "apt-get update": "/lists", "--with-deps": "/cache/chrome" } });
  expect(provideChromium(ubuntu)).toBe("/cache/chrome");
  expect(ubuntu.ran.at(-1)).toMatch(/install --no-shell --with-deps chromium$/);
});

test("downloads one for anybody else, without touching the system", () => {
  const guest = machine({ installs: { "--no-shell": "/cache/chrome" } });
  expect(provideChromium(guest)).toBe("/cache/chrome");
  expect(guest.ran).toEqual([expect.stringMatching(/install --no-shell chromium$/)]);
});

test("says what to do where none can be had", () => {
  expect(() => provideChromium(machine({ isRoot: true }))).toThrow(/install the package chromium, or set CHROMIUM/);
  // Installed, and yet it does not run: a library is missing.
  const bare = machine({ installs: { "--no-shell": "/cache/chrome" }, broken: ["/cache/chrome"] });
  expect(() => provideChromium(bare)).toThrow(/install the package chromium, or set CHROMIUM/);
});

test("never replaces what CHROMIUM names", () => {
  const wrong = machine({ env: { CHROMIUM: "/not/there" }, isRoot: true, programs: ["/usr/bin/chromium"] });
  expect(() => provideChromium(wrong)).toThrow(/CHROMIUM says \/not\/there, which does not run/);
  expect(wrong.ran).toEqual([]);
});
