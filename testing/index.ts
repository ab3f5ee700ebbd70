export { closeTestShops } from "./open-shops.ts";
export { createTestShop } from "./shop.ts";
