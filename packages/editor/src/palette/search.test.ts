import { expect, test } from "vitest";
import { search } from "./search.ts";

const things = [
  { name: "Track" },
  { name: "Glue Compressor", words: ["bus", "glue"], category: "compressor" },
  { name: "Bus", words: ["group"], category: "strip" },
  { name: "Passive EQ", words: ["silk", "air"], category: "equaliser" },
];
const found = (query: string): string[] => search(query, things).map(({ name }) => name);

test("names come before words, and these before categories", () => {
  expect(found("")).toEqual(things.map(({ name }) => name));
  expect(found("bus")).toEqual(["Bus", "Glue Compressor"]);
  expect(found("comp")).toEqual(["Glue Compressor"]);
  expect(found("eq")).toEqual(["Passive EQ"]);
  expect(found("air passive")).toEqual(["Passive EQ"]);
  expect(found("strip")).toEqual(["Bus"]);
  expect(found("ÉQ")).toEqual(["Passive EQ"]);
});

test("what is said of what a thing is made of is found, after all that is said of the thing itself", () => {
  const chains = [
    { name: "Bass", words: [], wordsInside: ["glue"] },
    { name: "Two bus", words: ["glue"], wordsInside: [] },
  ];
  expect(search("glue", chains).map(({ name }) => name)).toEqual(["Two bus", "Bass"]);
});

test("letters in their order are enough, and what fits nothing is not found", () => {
  expect(found("glcmp")).toEqual(["Glue Compressor"]);
  expect(found("zz")).toEqual([]);
  expect(found("bus zz")).toEqual([]);
});
