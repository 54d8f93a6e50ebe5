import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";
import { describeChange } from "./describe-change.ts";

test("a cable that is muted is told by its ends, and so is its undo", () => {
  const session = toySession();
  const before = session.getState().document;
  const { from, to } = before.graphs["mix"]!.connections.find((cable) => cable.from === "kick.main")!;
  session.do({ kind: "setConnection", graph: "mix", from, to, muted: true });
  const after = session.getState().document;
  const told = describeChange(before, after);
  expect(told).toMatch(/^muted Kick to /);
  expect(describeChange(after, before)).toBe(`not ${told}`);
});

test("a cable that comes muted is told once, as a cable", () => {
  const session = toySession();
  const before = session.getState().document;
  const { from, to } = before.graphs["mix"]!.connections.find((cable) => cable.from === "kick.main")!;
  session.do({ kind: "setConnection", graph: "mix", from, to, muted: true });
  const muted = session.getState().document;
  session.do({ kind: "disconnect", graph: "mix", from, to });
  expect(describeChange(session.getState().document, muted)).toMatch(/^connected Kick to [^,]*$/);
});
