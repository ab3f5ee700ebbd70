import ts from "typescript-api";

/**
 * Has bundlers drop each top-level value of a module that nothing uses: what it is made by is called for nothing else
 * than the value. They take that on the word of a comment.
 * https://github.com/javascript-compiler-hints/compiler-notations-spec/blob/main/pure-notation-spec.md
 */
export function markPure(code: string): string {
  const file = ts.createSourceFile("module.js", code, ts.ScriptTarget.Latest);
  let marked = code;
  for (const { start, end } of initializers(file).toReversed()) {
    marked = `${marked.slice(0, start)}/* @__PURE__ */ (() => (${marked.slice(start, end)}))()${marked.slice(end)}`;
  }
  return marked;
}

function initializers(file: ts.SourceFile): { start: number; end: number }[] {
  return file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .flatMap(({ initializer }) =>
      initializer && doesSomething(initializer)
        ? [{ start: initializer.getStart(file), end: initializer.end }]
        : [],
    );
}

/** Whether something is called while the value is made. */
function doesSomething(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isSpreadElement(node)) return true;
  return ts.forEachChild(node, doesSomething) ?? false;
}
