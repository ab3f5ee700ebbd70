/** Names stay, so that stacks in the log can be read; Bun's `keepNames` keeps none. */
export const minify = { whitespace: true, syntax: true };
