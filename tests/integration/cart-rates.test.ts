import { expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import { carts, markets, taxCountries, taxRates } from "../../db/schema/index.ts";
import { cartTaxRatesStatement, ratesOf } from "../../server/modules/tax/cart-tax-rates.ts";
import { address } from "../../testing/carts.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newShippingOption } from "../helpers/factories.ts";

async function newRates({ db }: TestShop, ...countries: string[]) {
  const traits = { name: "VAT", taxClass: "standard", onShipping: true, reverseCharge: false };
  for (const country of countries) {
    await db.insert(taxCountries).values({ country });
    await db.insert(taxRates).values([
      { ...traits, country, position: 1, rate: 0, region: "Far", postalCodes: ["9*"] },
      { ...traits, country, position: 0, rate: 190_000 },
    ]);
  }
}

const ratesFor = ({ db }: TestShop, cartId: string, countries: string[] = []) =>
  cartTaxRatesStatement(db, { cartId, shippingOptionId: null, countries: JSON.stringify(countries) });

async function countriesOf(shop: TestShop, cartId: string, countries?: string[]) {
  const rows = await ratesFor(shop, cartId, countries);
  return [...new Set(rows.map(({ country }) => country))];
}

test("a cart comes with the rates of wherever it may be taxed, and of nowhere else", async () => {
  const shop = await createTestShop();
  const { db, client } = shop;
  await newRates(shop, "AT", "DE", "FR", "GB", "PT", "SE");
  const { id: cartId } = await client.cart.create.mutate({});
  expect(await countriesOf(shop, cartId)).toEqual([]);

  await db.update(markets).set({ taxCountry: "PT" });
  expect(await countriesOf(shop, cartId)).toEqual(["PT"]);
  const change = (fields: Partial<typeof carts.$inferInsert>) =>
    db.update(carts).set(fields).where(eq(carts.id, cartId));
  await change({ billingAddress: { ...address, country: "FR" } });
  expect(await countriesOf(shop, cartId)).toEqual(["FR", "PT"]);
  await change({ shippingAddress: address });
  expect(await countriesOf(shop, cartId)).toEqual(["FR", "GB", "PT"]);
  const pickupAddress = { ...address, country: "DE" };
  await change({ shippingOptionId: await newShippingOption(db, { kind: "pickup", pickupAddress }) });
  expect(await countriesOf(shop, cartId)).toEqual(["DE", "FR", "GB", "PT"]);
  expect(await countriesOf(shop, "cart_none")).toEqual([]);

  const rates = ratesOf(await ratesFor(shop, cartId), "DE");
  const shared = { name: "VAT", taxClass: "standard", onShipping: true, reverseCharge: false };
  expect(rates).toMatchObject([
    { ...shared, rate: 190_000, region: null, postalCodes: null },
    { ...shared, rate: 0, region: "Far", postalCodes: ["9*"] },
  ]);
});
