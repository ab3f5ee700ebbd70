import { expect, test } from "bun:test";
import { categoryPath, slugify } from "../../server/modules/catalog/category-path.ts";

test("a category's slug holds those above it", () => {
  expect(categoryPath(["Food & Drink", "Coffee"])).toEqual([
    { name: "Food & Drink", slug: "food-and-drink" },
    { name: "Coffee", slug: "food-and-drink/coffee" },
  ]);
});

test("categories of one name under different ones stay apart", () => {
  const slugs = [["Men", "Shirts"], ["Women", "Shirts"], ["Men Shirts"]].map(
    (path) => categoryPath(path).at(-1)?.slug,
  );
  expect(slugs).toEqual(["men/shirts", "women/shirts", "men-shirts"]);
});

test("slugs stay short, however deep the path, and each is its path's own", () => {
  const deep = (root: string) => categoryPath([root, ...Array.from({ length: 40 }, () => "Cups & Mugs")]);
  const slugs = [...deep("Home"), ...deep("Shop")].map(({ slug }) => slug);
  expect(new Set(slugs).size).toBe(82);
  expect(slugs.filter((slug) => slug.length > 200)).toEqual([]);
  expect(deep("Home")).toEqual(deep("Home"));
  const [long] = categoryPath([`a${"𐐨".repeat(150)}`]);
  expect(long?.slug).toMatch(/^a𐐨+-[0-9a-f]{12}$/u);
});

test("a name without letters or digits is passed over", () => {
  expect(categoryPath(["Home", "—", "Cups"]).map(({ slug }) => slug)).toEqual(["home", "home/cups"]);
  expect(categoryPath(["!"])).toEqual([]);
});

test.each([
  ["Crème Brûlée", "creme-brulee"],
  ["  T-Shirts & Tops!  ", "t-shirts-and-tops"],
  ["Größe 36–40", "große-36-40"],
  ["ガラス", "ガラス"],
  ["한국 차", "한국-차"],
  ["чай", "чай"],
])("%p is %p in an address", (name, slug) => {
  expect(slugify(name)).toBe(slug);
});
