import { router } from "../../../trpc/init.ts";
import { staffProcedure } from "../../../trpc/procedures.ts";
import { exportPage } from "../export-products.ts";
import {
  attributeOutput,
  attributesOutput,
  removeAttributeInput,
  saveAttributeInput,
} from "./attribute-schema.ts";
import {
  adminCategoriesOutput,
  adminCategoryOutput,
  categoryIdInput,
  moveCategoryInput,
  removeCategoryInput,
  saveCategoryInput,
} from "./category-schema.ts";
import { createProduct } from "./create-product.ts";
import { findAttributes } from "./find-attributes.ts";
import { findCategories, findCategory } from "./find-category.ts";
import { findMarkets } from "./find-markets.ts";
import { getAdminProduct } from "./get-product.ts";
import { importContent } from "./import-content.ts";
import { listAdminProducts } from "./list-products.ts";
import {
  adminMarketOutput,
  adminMarketsOutput,
  removeMarketInput,
  saveMarketInput,
} from "./market-schema.ts";
import { removedOutput } from "./removal-schema.ts";
import { removeAttribute } from "./remove-attribute.ts";
import { removeCategory } from "./remove-category.ts";
import { removeMarket } from "./remove-market.ts";
import { saveAttribute } from "./save-attribute.ts";
import { moveCategory, saveCategory } from "./save-category.ts";
import { saveMarket } from "./save-market.ts";
import { saveProductVariants } from "./save-product-variants.ts";
import {
  adminProductInput,
  adminProductOutput,
  adminProductsInput,
  adminProductsOutput,
  archiveProductInput,
  changedProductsOutput,
  createProductInput,
  updateProductInput,
  updateProductsInput,
} from "./schema.ts";
import { setPrices } from "./set-prices.ts";
import {
  exportProductsInput,
  exportProductsOutput,
  importProductsInput,
  importProductsOutput,
} from "./transfer-schema.ts";
import { archiveProduct, updateProduct } from "./update-product.ts";
import { updateProducts } from "./update-products.ts";
import { saveVariantsInput, setPricesInput } from "./variant-schema.ts";

export const adminCatalogRouter = router({
  products: staffProcedure("catalog:read")
    .input(adminProductsInput)
    .output(adminProductsOutput)
    .meta({
      summary: "A page of all products, whatever their status",
      errors: [],
      rest: "GET /admin/products",
    })
    .query(({ ctx, input }) => listAdminProducts(ctx, input)),

  product: staffProcedure("catalog:read")
    .input(adminProductInput)
    .output(adminProductOutput)
    .meta({
      summary: "The whole of a product, for its editor",
      errors: ["NOT_FOUND"],
      rest: "GET /admin/products/{id}",
    })
    .query(({ ctx, input }) => getAdminProduct(ctx, input)),

  createProduct: staffProcedure("catalog:write")
    .input(createProductInput)
    .output(adminProductOutput)
    .meta({
      summary: "Add a product with all that belongs to it, a draft unless told otherwise",
      errors: ["CONFLICT"],
      rest: "POST /admin/products",
    })
    .mutation(({ ctx, input }) => createProduct(ctx, input)),

  updateProduct: staffProcedure("catalog:write")
    .input(updateProductInput)
    .output(adminProductOutput)
    .meta({
      summary: "Change what is given of a product; a slug it gives up goes on leading to it",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "CONFLICT"],
      rest: "PATCH /admin/products/{id}",
    })
    .mutation(({ ctx, input }) => updateProduct(ctx, input)),

  archiveProduct: staffProcedure("catalog:write")
    .input(archiveProductInput)
    .output(adminProductOutput)
    .meta({
      summary: "Take a product out of the shop and keep it",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "POST /admin/products/{id}/archive",
    })
    .mutation(({ ctx, input }) => archiveProduct(ctx, input)),

  saveVariants: staffProcedure("catalog:write")
    .input(saveVariantsInput)
    .output(adminProductOutput)
    .meta({
      summary: "Change, add and remove variants of a product; one that was ordered stays (CONFLICT)",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "CONFLICT"],
      rest: "PUT /admin/products/{productId}/variants",
    })
    .mutation(({ ctx, input }) => saveProductVariants(ctx, input)),

  setPrices: staffProcedure("catalog:write")
    .input(setPricesInput)
    .output(changedProductsOutput)
    .meta({
      summary: "Set prices of up to a thousand variants, all or none",
      errors: ["NOT_FOUND"],
      rest: "PUT /admin/prices",
    })
    .mutation(({ ctx, input }) => setPrices(ctx, input)),

  updateProducts: staffProcedure("catalog:write")
    .input(updateProductsInput)
    .output(changedProductsOutput)
    .meta({
      summary: "Make the same change to up to 500 products, all or none",
      errors: ["NOT_FOUND", "CONFLICT"],
      rest: "PATCH /admin/products",
    })
    .mutation(({ ctx, input }) => updateProducts(ctx, input)),

  categories: staffProcedure("catalog:read")
    .output(adminCategoriesOutput)
    .meta({
      summary: "Every category, each before those below it",
      errors: [],
      rest: "GET /admin/categories",
    })
    .query(({ ctx }) => findCategories(ctx)),

  category: staffProcedure("catalog:read")
    .input(categoryIdInput)
    .output(adminCategoryOutput)
    .meta({
      summary: "The whole of a category, for its editor",
      errors: ["NOT_FOUND"],
      rest: "GET /admin/categories/{id}",
    })
    .query(({ ctx, input }) => findCategory(ctx, input)),

  saveCategory: staffProcedure("catalog:write")
    .input(saveCategoryInput)
    .output(adminCategoryOutput)
    .meta({
      summary: "Add a category, or with its id and version change what is given of it",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "POST /admin/categories",
    })
    .mutation(({ ctx, input }) => saveCategory(ctx, input)),

  moveCategory: staffProcedure("catalog:write")
    .input(moveCategoryInput)
    .output(adminCategoryOutput)
    .meta({
      summary: "Put a category, with all below it, elsewhere in the tree; its slug stays",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "POST /admin/categories/{id}/move",
    })
    .mutation(({ ctx, input }) => moveCategory(ctx, input)),

  removeCategory: staffProcedure("catalog:write")
    .input(removeCategoryInput)
    .output(removedOutput)
    .meta({
      summary: "Remove a category that none stands below; its products only leave it",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "CONFLICT"],
      rest: "DELETE /admin/categories/{id}",
    })
    .mutation(({ ctx, input }) => removeCategory(ctx, input)),

  attributes: staffProcedure("catalog:read")
    .output(attributesOutput)
    .meta({
      summary: "What the shop tells of its products beyond what every shop does",
      errors: [],
      rest: "GET /admin/attributes",
    })
    .query(({ ctx }) => findAttributes(ctx)),

  saveAttribute: staffProcedure("catalog:write")
    .input(saveAttributeInput)
    .output(attributeOutput)
    .meta({
      summary: "Add an attribute, or with its version change it as far as its products allow",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "PUT /admin/attributes/{key}",
    })
    .mutation(({ ctx, input }) => saveAttribute(ctx, input)),

  removeAttribute: staffProcedure("catalog:write")
    .input(removeAttributeInput)
    .output(removedOutput)
    .meta({
      summary: "Remove an attribute that no product has",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "CONFLICT"],
      rest: "DELETE /admin/attributes/{key}",
    })
    .mutation(({ ctx, input }) => removeAttribute(ctx, input)),

  markets: staffProcedure("catalog:read")
    .output(adminMarketsOutput)
    .meta({
      summary: "Where the store sells, the default market first",
      errors: [],
      rest: "GET /admin/markets",
    })
    .query(({ ctx }) => findMarkets(ctx)),

  saveMarket: staffProcedure("catalog:write")
    .input(saveMarketInput)
    .output(adminMarketOutput)
    .meta({
      summary: "Add a market, or with its version change it; one is always the default",
      errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      rest: "PUT /admin/markets/{code}",
    })
    .mutation(({ ctx, input }) => saveMarket(ctx, input)),

  removeMarket: staffProcedure("catalog:write")
    .input(removeMarketInput)
    .output(removedOutput)
    .meta({
      summary: "Remove a market that no cart or order names, and that is not the default",
      errors: ["NOT_FOUND", "VERSION_CONFLICT", "CONFLICT"],
      rest: "DELETE /admin/markets/{code}",
    })
    .mutation(({ ctx, input }) => removeMarket(ctx, input)),

  importProducts: staffProcedure("catalog:write")
    .input(importProductsInput)
    .output(importProductsOutput)
    .meta({
      summary: "Import a file of up to 340,000 characters; the same again changes nothing",
      errors: [],
      idempotency: "none",
      rest: "POST /admin/products/import",
    })
    .mutation(({ ctx, input }) => importContent(ctx, input)),

  exportProducts: staffProcedure("catalog:read")
    .input(exportProductsInput)
    .output(exportProductsOutput)
    .meta({
      summary: "A part of the whole catalogue as the text of a file",
      errors: [],
      rest: "GET /admin/products/export",
    })
    .query(({ ctx, input }) => exportPage(ctx, input)),
});
