import { en, Faker } from "@faker-js/faker";

export const madeAt = Date.UTC(2024, 0, 1);
// Of a thousand products so many share each that a page of them is full.
export const tagCount = 30;
export const vendorCount = 30;
/** Of the tree: six at its root, each with five below. */
export const rootCount = 6;
export const categoryCount = 36;
/** Of other tags, which a thousand products hardly share. */
export const fewCount = 300;
export const colourCount = 20;
export const materials = ["cotton", "wool", "linen", "silk"] as const;

/** What is made up of a product; the rest follows from its number. */
export interface MadeProduct {
  number: number;
  title: string;
  description: string;
  vendor: number;
  /** Shared by a tenth of all products, a thirtieth, a three-hundredth, and by twenty. */
  tags: string[];
  category: number;
  colour: number;
  material: number;
  weight: number;
  organic: number;
  amount: number;
  onHand: number;
  status: "draft" | "published";
}

const descriptions = 2_000;

/** Products that are the same in every run, whatever their number. */
export function* madeProducts(count: number): Generator<MadeProduct> {
  const faker = new Faker({ locale: en, seed: 1 });
  const below = (limit: number) => Math.floor(faker.number.float() * limit);
  const texts = Array.from({ length: descriptions }, () => faker.commerce.productDescription());
  for (let number = 0; number < count; number++) {
    yield {
      number,
      title: `${faker.commerce.productName()} ${faker.person.lastName()}`,
      description: texts[below(descriptions)] ?? "",
      vendor: below(vendorCount),
      tags: [
        `common-${below(10)}`,
        `tag-${below(tagCount)}`,
        `few-${below(fewCount)}`,
        `rare${Math.floor(number / 20)}`,
      ],
      category: rootCount + below(categoryCount - rootCount),
      colour: below(colourCount),
      material: below(materials.length),
      weight: below(1_000),
      organic: below(2),
      amount: 500 + below(20_000),
      onHand: below(10) === 0 ? 0 : 100,
      status: below(50) === 0 ? "draft" : "published",
    };
  }
}
