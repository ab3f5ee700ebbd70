import { router } from "../../trpc/init.ts";
import { publicQuery } from "../../trpc/procedures.ts";
import { getCategory } from "./get-category.ts";
import { getProduct } from "./get-product.ts";
import { listCategories } from "./list-categories.ts";
import { listMarkets } from "./list-markets.ts";
import { listProducts } from "./list-products.ts";
import { listRelated } from "./list-related.ts";
import { marketsOutput } from "./market-schema.ts";
import {
  categoriesInput,
  categoriesOutput,
  categoryInput,
  categoryPageOutput,
  productInput,
  productOutput,
  productsInput,
  productsOutput,
  relatedInput,
  relatedOutput,
  suggestInput,
  suggestOutput,
} from "./schema.ts";
import { suggest } from "./suggest.ts";

export const catalogRouter = router({
  products: publicQuery
    .input(productsInput)
    .output(productsOutput)
    .meta({
      summary: "A page of the published products, filtered, searched and sorted",
      errors: ["NOT_FOUND"],
      cache: "catalogue",
      rest: "GET /products",
    })
    .query(({ ctx, input }) => listProducts(ctx, input)),

  product: publicQuery
    .input(productInput)
    .output(productOutput)
    .meta({
      summary: "One product by slug or id, with all that its page shows",
      errors: ["NOT_FOUND"],
      cache: "product",
      rest: "GET /products/{slug}",
    })
    .query(({ ctx, input }) => getProduct(ctx, input)),

  related: publicQuery
    .input(relatedInput)
    .output(relatedOutput)
    .meta({
      summary: "Products that share categories and tags with one",
      errors: ["NOT_FOUND"],
      cache: "catalogue",
      rest: "GET /products/{id}/related",
    })
    .query(({ ctx, input }) => listRelated(ctx, input)),

  categories: publicQuery
    .input(categoriesInput)
    .output(categoriesOutput)
    .meta({ summary: "The tree of categories", errors: [], cache: "catalogue", rest: "GET /categories" })
    .query(({ ctx, input }) => listCategories(ctx, input)),

  category: publicQuery
    .input(categoryInput)
    .output(categoryPageOutput)
    .meta({
      summary: "One category by slug, with the way to it and its children",
      errors: ["NOT_FOUND"],
      cache: "catalogue",
      rest: "GET /categories/{slug}",
    })
    .query(({ ctx, input }) => getCategory(ctx, input)),

  markets: publicQuery
    .output(marketsOutput)
    .meta({
      summary: "Where the store sells, the default market first",
      errors: [],
      cache: "catalogue",
      rest: "GET /markets",
    })
    .query(({ ctx }) => listMarkets(ctx)),

  suggest: publicQuery
    .input(suggestInput)
    .output(suggestOutput)
    .meta({
      summary: "Products to offer while a search is being typed",
      errors: ["NOT_FOUND"],
      cache: "catalogue",
      rest: "GET /suggestions",
    })
    .query(({ ctx, input }) => suggest(ctx, input)),
});
