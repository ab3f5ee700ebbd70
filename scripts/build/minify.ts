/** Functions and classes keep their names, so that stacks in the log can be read. */
export const minify = { whitespace: true, syntax: true, identifiers: true, keepNames: true };
