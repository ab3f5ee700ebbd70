import type { Subject } from "./subject.ts";

export const returnSubjects: readonly Subject[] = [
  {
    table: "returns",
    id: "id",
    invariants: {
      "a return is of something, of its own order": `
        order_id = (
          select iif(min(l.order_id) = max(l.order_id), min(l.order_id), null)
          from return_lines u join order_lines l on l.id = u.order_line_id where u.return_id = returns.id
        )`,
    },
  },
];
