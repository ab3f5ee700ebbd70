import { router } from "../../trpc/init.ts";
import { publicProcedure } from "../../trpc/procedures.ts";
import { getProduct } from "./get-product.ts";
import { listCategories } from "./list-categories.ts";
import { listProducts } from "./list-products.ts";
import {
  categoriesOutput,
  productInput,
  productOutput,
  productsInput,
  productsOutput,
  suggestInput,
  suggestOutput,
} from "./schema.ts";
import { suggest } from "./suggest.ts";

export const catalogRouter = router({
  products: publicProcedure
    .input(productsInput.prefault({}))
    .output(productsOutput)
    .meta({
      summary: "A page of the published products, filtered, searched and sorted",
      errors: ["NOT_FOUND"],
    })
    .query(({ ctx, input }) => listProducts(ctx, input)),

  product: publicProcedure
    .input(productInput)
    .output(productOutput)
    .meta({
      summary: "One product by slug or id, with all that its page shows",
      errors: ["NOT_FOUND"],
    })
    .query(({ ctx, input }) => getProduct(ctx, input)),

  categories: publicProcedure
    .output(categoriesOutput)
    .meta({ summary: "The tree of categories", errors: [] })
    .query(({ ctx }) => listCategories(ctx)),

  suggest: publicProcedure
    .input(suggestInput)
    .output(suggestOutput)
    .meta({ summary: "Products to offer while a search is being typed", errors: [] })
    .query(({ ctx, input }) => suggest(ctx, input)),
});
