import type { Plugin } from "vite";

/** What the definition of a node says to people. Only the page shows it; Workers are scripts of their own, and would carry it again. */
const WORDS: ReadonlySet<unknown> = new Set(["summary", "description", "words", "references"]);

/** A piece of a script, and what stands there instead. */
interface Cut {
  readonly start: number;
  readonly end: number;
  readonly left: string;
}

/** Takes their words out of the nodes. */
export const wordlessNodes = (): Plugin => ({
  name: "wordless-nodes",
  apply: "build",
  enforce: "post",
  transform: {
    filter: { id: /\/packages\/nodes\/src\// },
    handler(code) {
      return { code: withoutWords(code, this.parse(code)), map: null };
    },
  },
});

/** A script, of which `program` is the syntax tree. */
export function withoutWords(code: string, program: object): string {
  let from = 0;
  let kept = "";
  for (const { start, end, left } of cutsIn(program)) {
    kept += code.slice(from, start) + left;
    from = end;
  }
  return kept + code.slice(from);
}

/** The fields of an ESTree node that are looked at. */
interface SyntaxNode {
  readonly type?: string;
  readonly start: number;
  readonly end: number;
  readonly key?: { readonly name?: unknown };
  readonly value?: SyntaxNode;
}

/** In the order of the script. */
function* cutsIn(part: unknown): Generator<Cut> {
  if (typeof part !== "object" || part === null) return;
  const node = part as SyntaxNode;
  const isWords = node.type === "Property" && WORDS.has(node.key?.name);
  const left = isWords ? NOTHING[node.value?.type ?? ""] : undefined;
  if (left !== undefined) yield { start: node.value!.start, end: node.value!.end, left };
  else for (const inner of Object.values(part)) yield* cutsIn(inner);
}

/** By the kinds of expression that words are written as. Names of constants, whose words stand elsewhere, stay. */
const NOTHING: Readonly<Record<string, string>> = {
  Literal: '""',
  TemplateLiteral: '""',
  BinaryExpression: '""',
  ArrayExpression: "[]",
};
