import { afterAll, describe, expect, test } from "bun:test";
import { existsSync, readdirSync, statSync } from "node:fs";
import type { Input } from "../../client-sdk/src/index.ts";
import type { MediaStore } from "../../server/core/ports.ts";
import { createLogger } from "../../server/infra/logger.ts";
import { createDiskStore } from "../../server/infra/media/disk-store.ts";
import { createS3Store } from "../../server/infra/media/s3-store.ts";
import { PictureRemover } from "../../server/jobs/remove-pictures.ts";
import type { UploadedImage } from "../../server/modules/media/upload-image.ts";
import { createTestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newClock } from "../helpers/clock.ts";
import { newServiceContext } from "../helpers/context.ts";
import { newPicture } from "../helpers/pictures.ts";
import { refusalOf } from "../helpers/refusal.ts";
import { credentials, startS3 } from "../helpers/s3.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** A shop with a clock, what uploads to it and what removes; `removing` is asked before each file goes. */
async function newGallery(media?: MediaStore, removing: () => Promise<unknown> = async () => {}) {
  const folder = temporaryPath("media");
  const kept = media ?? createDiskStore(folder);
  const clock = newClock();
  const shop = await createTestShop({ media: kept, clock });
  const { token, client } = await newStaff(shop, { permissions: ["catalog:read", "catalog:write"] });
  const ctx = await newServiceContext({ db: shop.db, clock });
  const remove: MediaStore["remove"] = async (key) => {
    await removing();
    await kept.remove(key);
  };
  const remover = new PictureRemover(ctx, { media: { ...kept, remove }, logger: createLogger("silent") });
  const send = async (shade: number) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "image/jpeg" };
    const body = await newPicture({ shade }).jpeg().toBuffer();
    return shop.app(new Request("http://shop.test/uploads/images", { method: "POST", headers, body }));
  };
  const upload = async (shade: number) => {
    const response = await send(shade);
    expect(response.status).toBe(201);
    // Sound: the status says that it is one.
    return (await response.json()) as UploadedImage;
  };
  return { shop, admin: client.admin.catalog, clock, folder, remover, send, upload };
}

/** The names of all files in it. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const all = readdirSync(folder, { recursive: true }).map(String);
  return all
    .filter((name) => statSync(`${folder}/${name}`).isFile())
    .map((name) => name.split("/").at(-1) ?? "")
    .toSorted();
}

const filesOf = ({ url, sizes }: UploadedImage) =>
  [url, ...sizes.map((size) => size.url)].map((each) => each.split("/").at(-1) ?? "");

test("a picture that nothing has used for a day goes with all its widths, and no other", async () => {
  const { clock, folder, remover, upload } = await newGallery();
  const old = await upload(50);
  clock.advance(day - 1);
  const young = await upload(150);
  await remover.runDue();
  expect(filesIn(folder)).toEqual([...filesOf(old), ...filesOf(young)].toSorted());
  clock.advance(1);
  await remover.runDue();
  expect(filesIn(folder)).toEqual(filesOf(young).toSorted());
  // It may come again, and then stays a day.
  expect(await upload(50)).toEqual(old);
  await remover.runDue();
  expect(filesIn(folder)).toEqual([...filesOf(old), ...filesOf(young)].toSorted());
});

describe("a picture stays that is shown", () => {
  type Admin = Awaited<ReturnType<typeof newGallery>>["admin"];
  const product = (admin: Admin, fields: Partial<Input<"admin.catalog.createProduct">>) =>
    admin.createProduct.mutate({ title: "Mug", ...fields });

  test.each<[string, (admin: Admin, image: UploadedImage) => Promise<unknown>]>([
    ["by a product", (admin, image) => product(admin, { images: [image] })],
    ["behind a CDN", (admin, { url }) => product(admin, { images: [{ url: `${url}?w=80` }] })],
    ["in one width alone", (admin, { sizes }) => product(admin, { images: [{ url: sizes[0]?.url ?? "" }] })],
    [
      "as the widths of another",
      (admin, { sizes }) => product(admin, { images: [{ url: "https://cdn.example/mug.jpg", sizes }] }),
    ],
    [
      "in a description",
      (admin, { url }) => product(admin, { description: `<p>Look: <img src="${url}"></p>` }),
    ],
    [
      "in a translated description",
      (admin, { url }) =>
        product(admin, { translations: [{ locale: "de", description: `<img src=${url}>` }] }),
    ],
    [
      "in a category's description",
      (admin, { url }) => admin.saveCategory.mutate({ name: "Mugs", description: `<img src="${url}">` }),
    ],
    [
      "by a product from a file",
      (admin, { url, sizes }) =>
        admin.importProducts.mutate({
          format: "jsonl",
          content: JSON.stringify({ slug: "mug", title: "Mug", images: [{ url, sizes }], variants: [] }),
        }),
    ],
  ])("%s", async (_, use) => {
    const { admin, clock, folder, remover, upload } = await newGallery();
    const [used, unused] = [await upload(50), await upload(150)];
    await use(admin, used);
    clock.advance(30 * day);
    await remover.runDue();
    expect(filesIn(folder)).toEqual(filesOf(used).toSorted());
    expect(filesOf(unused).some((file) => filesIn(folder).includes(file))).toBe(false);
  });
});

test("a picture goes within a week after the last product gave it up", async () => {
  const { admin, clock, folder, remover, upload } = await newGallery();
  const image = await upload(50);
  const { id } = await admin.createProduct.mutate({ title: "Mug", images: [image] });
  clock.advance(day);
  await remover.runDue();
  await admin.updateProduct.mutate({ id, images: [] });
  await remover.runDue();
  expect(filesIn(folder)).toEqual(filesOf(image).toSorted());
  clock.advance(7 * day);
  await remover.runDue();
  expect(filesIn(folder)).toEqual([]);
});

const refused = { code: "BAD_REQUEST", data: { issues: [{ path: "images" }] } };

test("while its files go, no product takes it and nobody uploads it", async () => {
  const answers: unknown[] = [];
  const gallery = await newGallery(undefined, async () => {
    if (answers.length > 0) return;
    const { admin, send } = gallery;
    answers.push(await refusalOf(admin.createProduct.mutate({ title: "Mug", images: [image] })));
    answers.push((await send(50)).status);
  });
  const image = await gallery.upload(50);
  gallery.clock.advance(day);
  await gallery.remover.runDue();
  expect(answers).toMatchObject([refused, 429]);
  expect(filesIn(gallery.folder)).toEqual([]);
  expect((await gallery.admin.products.query({})).items).toEqual([]);
});

test("a product that takes it in the same moment has it whole, or is refused", async () => {
  for (let round = 0; round < 8; round++) {
    const { admin, clock, folder, remover, upload } = await newGallery();
    const image = await upload(50);
    clock.advance(day);
    const turns = async () => {
      for (let turn = 0; turn < round; turn++) await new Promise(setImmediate);
    };
    const removed = remover.runDue();
    await turns();
    const [taken] = await Promise.allSettled([
      admin.createProduct.mutate({ title: "Mug", images: [image] }),
      removed,
    ]);
    const isTaken = taken.status === "fulfilled";
    expect(filesIn(folder)).toEqual(isTaken ? filesOf(image).toSorted() : []);
    if (!isTaken) expect(await refusalOf(Promise.reject(taken.reason))).toMatchObject(refused);
  }
});

test("what a storage did not remove is removed when it can, and may be uploaded again before", async () => {
  let broken = true;
  const { clock, folder, remover, send, upload } = await newGallery(undefined, async () => {
    if (broken) throw new Error("The storage of pictures does not answer");
  });
  const [first, second] = [await upload(50), await upload(150)];
  clock.advance(day);
  await expect(remover.runDue()).rejects.toThrow("does not answer");
  broken = false;
  await remover.runDue();
  expect(filesIn(folder)).toEqual([...filesOf(first), ...filesOf(second)].toSorted());
  expect((await send(50)).status).toBe(429);
  clock.advance(hour);
  expect(await upload(50)).toEqual(first);
  await remover.runDue();
  expect(filesIn(folder)).toEqual(filesOf(first).toSorted());
});

describe("with a bucket", () => {
  const s3 = startS3();
  afterAll(() => s3.stop());

  test("the objects go, signed for, and a refusal is an error", async () => {
    const media = createS3Store({
      endpoint: s3.endpoint,
      bucket: "pictures",
      publicUrl: "https://media.example",
      ...credentials,
    });
    const { admin, clock, remover, upload } = await newGallery(media);
    const [used, unused] = [await upload(50), await upload(150)];
    await admin.createProduct.mutate({ title: "Mug", images: [used] });
    expect(s3.objects.size).toBe(filesOf(used).length + filesOf(unused).length);
    clock.advance(day);
    s3.fail(403);
    await expect(remover.runDue()).rejects.toThrow("answered 403");
    s3.fail(null);
    clock.advance(hour);
    await remover.runDue();
    const left = filesOf(used).map((file) => `pictures/${file}`);
    expect([...s3.objects.keys()].toSorted()).toEqual(left.toSorted());
  });
});
