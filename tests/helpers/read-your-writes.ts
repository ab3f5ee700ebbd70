import { createClient, type Fetch } from "../../client-sdk/src/index.ts";
import { newId } from "../../server/core/ids.ts";

interface Shop {
  url: string;
  /** The ways to each of its instances. */
  instances: readonly Fetch[];
  /** Of staff who may change the catalogue. */
  token: string;
  /** Told before each try: the time to make one of the replicas late. */
  before?: (attempt: number) => void;
}

/**
 * So many times changes a product through one instance of a shop, and looks at it through any of them at once, as a
 * page does that nobody is signed in to. Answers what was seen that was older than the change; all of it should be nothing.
 */
export async function findStaleReads(
  { url, instances, token, before }: Shop,
  tries: number,
): Promise<string[]> {
  let asked = 0;
  const spread: Fetch = (to, init) => {
    const { method, headers } = init;
    asked = (asked * 31 + 7) % 1_009; // no rhythm in which one instance gets all changes
    const instance = instances[asked % instances.length];
    if (!instance) throw new TypeError("a shop has an instance");
    const own = new Headers(headers);
    if (method === "POST") own.set("authorization", `Bearer ${token}`);
    return instance(to, { ...init, headers: Object.fromEntries(own) });
  };
  const { admin, catalog } = createClient({ url, fetch: spread });
  const slug = newId("prod").replaceAll("_", "-").toLowerCase();
  const { id, variants } = await admin.catalog.createProduct.mutate({
    title: "Seen",
    slug,
    status: "published",
    tags: [slug],
    variants: [{ sku: slug, prices: [{ currency: "EUR", amount: 1 }] }],
  });
  const variantId = variants[0]?.id ?? "";

  const stale: string[] = [];
  const see = (where: string, seen: unknown, wanted: unknown) => {
    if (seen !== wanted) stale.push(`${where}: ${String(seen)}, not ${String(wanted)}`);
  };
  for (let attempt = 1; attempt <= tries; attempt++) {
    before?.(attempt);
    if (attempt % 2 === 0) {
      await admin.catalog.setPrices.mutate({ prices: [{ variantId, currency: "EUR", amount: attempt }] });
      see("page", (await catalog.product.query({ slug })).variants[0]?.price?.amount, attempt);
      see("list", (await catalog.products.query({ tags: [slug] })).items[0]?.price?.amount, attempt);
    } else {
      const vendor = `Vendor ${attempt}`;
      await admin.catalog.updateProducts.mutate({ ids: [id], set: { vendor } });
      see("page", (await catalog.product.query({ slug })).vendor, vendor);
      see("list", (await catalog.products.query({ vendor: [vendor] })).items.length, 1);
    }
  }
  return stale;
}
