// What the catalogue takes, wherever it comes from: through the API or in a file.

/** In characters. */
export const maxLengths = {
  title: 300,
  description: 100_000,
  seoTitle: 300,
  seoDescription: 1_000,
  vendor: 200,
  type: 200,
  tag: 100,
  optionName: 100,
  optionValue: 200,
  /** An SKU or barcode. */
  code: 100,
  alt: 1_000,
  attributeName: 200,
  attributeText: 5_000,
  choice: 100,
  categoryName: 200,
  /** What an address can lead by: nothing longer is made, nor taken. */
  categorySlug: 200,
} as const;

/** Of each product, or of each of its parts. */
export const maxCounts = {
  tags: 250,
  images: 250,
  sizes: 20,
  categories: 250,
  attributes: 250,
  translations: 100,
  options: 10,
  prices: 50,
  offers: 20,
  choices: 500,
  categoryTranslations: 200,
} as const;
