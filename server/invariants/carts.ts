import type { Subject } from "./subject.ts";

export const cartSubjects: readonly Subject[] = [
  {
    table: "carts",
    key: ["id"],
    id: "substr(id, 1, 9) || '…'", // whoever knows the whole of it may use the cart
    invariants: {
      "a cart is ordered when it has an order, which is one": `
        (select count(*) from orders o where o.cart_id = carts.id) = (status = 'ordered')`,
    },
  },
];
