import { expect, test } from "vitest";
import { keptWhereEqual, SteadyList } from "./steady-list.ts";

const node = (id: string, x: number) => ({ id, position: { x, y: 0 }, data: { ports: [{ name: "main" }] } });

test("what is equal is the same, wherever it stands", () => {
  const list = new SteadyList<ReturnType<typeof node>>();
  const [kick, bass] = list.take([node("kick", 1), node("bass", 2)]);
  const after = list.take([node("new", 0), node("bass", 3), node("kick", 1)]);
  expect(after[2]).toBe(kick);
  expect(after[1]).not.toBe(bass);
  expect(after[1]).toEqual(node("bass", 3));
  expect(after[1]!.data).toBe(bass!.data);
});

test("it is never other than what was given", () => {
  class Thing {
    readonly value = 1;
  }
  const values = [undefined, null, 0, "", [], {}, [1], { a: 1 }, { a: undefined }, { b: 1 }, [{ a: 1 }], new Thing()];
  for (const before of values) for (const next of values) expect(keptWhereEqual(before, next)).toStrictEqual(next);
  const thing = new Thing();
  expect(keptWhereEqual<object>({ thing: new Thing() }, { thing })).toEqual({ thing });
  expect(keptWhereEqual({ thing: new Thing() }, { thing }).thing).toBe(thing);
});
