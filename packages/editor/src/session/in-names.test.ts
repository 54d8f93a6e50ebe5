import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";

test("what is refused is said in the names that are on the screen", () => {
  const session = toySession();
  const graph = "mix";
  const said = (): string => {
    const { at, message } = session.getState().refusal!;
    return `${at}: ${message}`;
  };
  session.do({ kind: "connect", graph, from: "kick.main", to: "drums.main" });
  expect(said()).toBe("Kick → Drums: Kick is connected to Drums already; one connection carries one level");
  session.doAll([{ kind: "connect", graph, from: "kick.main", to: "duck.key" }]);
  expect(said()).toMatch(/^Kick → Duck key: Kick is connected to Duck key already/);
  session.do({ kind: "setParameter", graph, node: "kick", param: "faderDb", value: 99 });
  expect(session.getState().refusal?.at).not.toContain("mix/");
});
