import { afterAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { eq } from "drizzle-orm";
import sharp from "sharp";
import { auditEvents } from "../../db/schema/index.ts";
import type { App } from "../../server/app.ts";
import { createDiskStore } from "../../server/infra/media/disk-store.ts";
import { createS3Store } from "../../server/infra/media/s3-store.ts";
import type { UploadedImage } from "../../server/modules/media/upload-image.ts";
import { newCustomer } from "../../testing/customers.ts";
import { createTestShop, type TestShop } from "../../testing/shop.ts";
import { newStaff } from "../../testing/staff.ts";
import { newKey } from "../helpers/keys.ts";
import { newLogRecorder } from "../helpers/logs.ts";
import { newPhotograph, newPicture, pixelBomb } from "../helpers/pictures.ts";
import { credentials, startS3 } from "../helpers/s3.ts";
import { temporaryPath } from "../helpers/temporary.ts";

const origin = "http://shop.test";

function ask(app: App, body: Bun.BodyInit | null, headers: Record<string, string>): Promise<Response> {
  return app(new Request(`${origin}/uploads/images`, { method: "POST", headers, body }), "192.0.2.1");
}

/** A shop, and what uploads to it as one of its staff. */
async function newGallery(overrides: Parameters<typeof createTestShop>[0] = {}) {
  const shop = await createTestShop(overrides);
  const { token } = await newStaff(shop, { permissions: ["catalog:write"] });
  const send = (body: Bun.BodyInit | null, type = "image/jpeg") =>
    ask(shop.app, body, { authorization: `Bearer ${token}`, "content-type": type });
  return { shop, token, send };
}

async function uploaded(response: Response): Promise<UploadedImage> {
  expect(response.status).toBe(201);
  // Sound: the status says that it is one.
  return (await response.json()) as UploadedImage;
}

async function errorOf(response: Response): Promise<{ code: string; [field: string]: unknown }> {
  // Sound: every refusal has this envelope; the tests look into it.
  const { error } = (await response.json()) as { error: { json: { data: { code: string } } } };
  return error.json.data;
}

async function fetched({ app }: TestShop, url: string, headers: Record<string, string> = {}) {
  return app(new Request(url, { headers }));
}

async function metadataAt(shop: TestShop, url: string) {
  const response = await fetched(shop, url);
  expect(response.status).toBe(200);
  const bytes = await response.arrayBuffer();
  return { ...(await sharp(bytes).metadata()), raw: Buffer.from(bytes).toString("latin1") };
}

describe("a photograph that is uploaded", () => {
  test("stands upright, in the widths that pages need, and tells nobody where it was taken", async () => {
    const { shop, send } = await newGallery();
    const photograph = await newPhotograph({ width: 2400, height: 1600 });
    expect(photograph.toString("latin1")).toContain("Ada Lovelace");
    const image = await uploaded(await send(photograph));

    expect(image).toMatchObject({ width: 1600, height: 2400 });
    expect(image.url).toMatch(/^http:\/\/shop\.test\/media\/[0-9a-f]{40}\.jpg$/);
    expect(image.sizes.map(({ width }) => width)).toEqual([320, 640, 1280, 1600]);
    for (const { url, width } of [image, ...image.sizes]) {
      const { raw, ...found } = await metadataAt(shop, url);
      const format = url === image.url ? "jpeg" : "webp";
      expect(found).toMatchObject({ width, height: width * 1.5, format });
      expect([found.exif, found.xmp, found.iptc, found.icc, found.orientation]).toEqual(
        Array(5).fill(undefined),
      );
      expect(raw).not.toMatch(/Ada|xmpmeta|Exif/);
    }
    // It lay on its side: what was left is at the top now.
    const { data } = await sharp(await (await fetched(shop, image.url)).arrayBuffer())
      .extract({ left: 800, top: 100, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[0]).toBeGreaterThan(200);
  });

  test("is never made larger than it is", async () => {
    const { send } = await newGallery();
    const small = await uploaded(await send(await newPicture({ width: 200, height: 100 }).jpeg().toBuffer()));
    expect(small).toMatchObject({ width: 200, height: 100, sizes: [{ width: 200 }] });
    const large = await uploaded(
      await send(await newPicture({ width: 2000, height: 100 }).jpeg().toBuffer()),
    );
    expect(large.sizes.map(({ width }) => width)).toEqual([320, 640, 1280, 1920]);
  });

  test("that is too tall for WebP has only the widths that fit", async () => {
    const { send } = await newGallery();
    const tall = await uploaded(
      await send(await newPicture({ width: 1000, height: 20_000 }).png().toBuffer()),
    );
    expect(tall.sizes.map(({ width }) => width)).toEqual([320, 640]);
  });

  test("twice is stored once, whatever else the file said", async () => {
    const folder = temporaryPath("media");
    const { send } = await newGallery({ media: createDiskStore(folder) });
    const picture = newPicture();
    const first = await uploaded(await send(await picture.clone().jpeg().toBuffer()));
    const stored = readdirSync(folder, { recursive: true }).sort();
    const again = await picture
      .clone()
      .jpeg()
      .withExif({ IFD0: { Artist: "Bob" } })
      .toBuffer();
    const answers = await Promise.all([send(again), send(again)]);
    for (const answer of answers) expect(await uploaded(answer)).toEqual(first);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(stored);
    expect(stored.filter((name) => String(name).includes("tmp"))).toEqual([]);

    const other = await uploaded(await send(await newPicture({ shade: 100 }).jpeg().toBuffer()));
    expect(other.url).not.toBe(first.url);
  });

  test("is written down with who did it", async () => {
    const { shop, send } = await newGallery();
    const { url } = await uploaded(await send(await newPicture().jpeg().toBuffer()));
    const events = await shop.db.select().from(auditEvents).where(eq(auditEvents.type, "image-uploaded"));
    expect(events).toMatchObject([
      { subjectId: url.split("/").at(-1), details: { width: 400, height: 300 } },
    ]);
    expect(events[0]?.actorId).toStartWith("cus_");
  });

  test("can be given to a product as it is", async () => {
    const { shop, send, token } = await newGallery();
    const image = await uploaded(await send(await newPicture().webp().toBuffer()));
    const response = await shop.app(
      new Request(`${origin}/trpc/admin.catalog.createProduct`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ json: { title: "Mug", images: [{ ...image, alt: "A mug" }] } }),
      }),
    );
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ result: { data: { json: { images: [image] } } } });
  });
});

describe("the format is what the bytes say, and stays what it was:", () => {
  test.each([
    ["png", "image/jpeg"],
    ["webp", "application/octet-stream"],
    ["gif", "image/svg+xml"],
    ["avif", "image/png"],
    ["jpeg", "IMAGE/GIF"],
  ] as const)("%s, sent as %s", async (format, type) => {
    const { shop, send } = await newGallery();
    const image = await uploaded(await send(await newPicture().toFormat(format).toBuffer(), type));
    expect(image).toMatchObject({ width: 400, height: 300 });
    const response = await fetched(shop, image.url);
    expect(response.headers.get("content-type")).toBe(`image/${format}`);
    const found = await sharp(await response.arrayBuffer()).metadata();
    expect(found.format).toBe(format === "avif" ? "heif" : format);
    expect((await metadataAt(shop, image.sizes[0]?.url ?? "")).format).toBe("webp");
  });

  test("transparency stays, and 16 bits become 8 that look alike", async () => {
    const { shop, send } = await newGallery();
    const half = { r: 255, g: 0, b: 0, alpha: 0.5 };
    const clear = await sharp({ create: { width: 50, height: 50, channels: 4, background: half } })
      .toColourspace("rgb16")
      .png()
      .toBuffer();
    const image = await uploaded(await send(clear, "image/png"));
    for (const { url } of [image, ...image.sizes]) {
      const bytes = await (await fetched(shop, url)).arrayBuffer();
      const [red, , , alpha] = await sharp(bytes).ensureAlpha().raw().toBuffer();
      expect(red).toBeGreaterThan(245);
      expect(Math.abs((alpha ?? 0) - 128)).toBeLessThan(5);
    }
  });

  test("of an animation the first frame is kept", async () => {
    const { shop, send } = await newGallery();
    const frames = await Promise.all([50, 150].map((shade) => newPicture({ shade }).png().toBuffer()));
    const animation = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    expect((await sharp(animation).metadata()).pages).toBe(2);
    const image = await uploaded(await send(animation, "image/gif"));
    expect(image).toMatchObject({ width: 400, height: 300 });
    expect((await metadataAt(shop, image.url)).pages ?? 1).toBe(1);
  });
});

describe("what is no picture is refused, and nothing is stored:", () => {
  const half = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));
  const cut = (format: "jpeg" | "png" | "webp" | "gif" | "avif") => async () =>
    half(await newPicture({ width: 600, height: 600 }).toFormat(format).toBuffer());
  const large = { width: 4000, height: 3000 };
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
  const text = (words: string) => async () => Buffer.from(words);

  test.each([
    ["an empty body", text(""), 400],
    ["text that is called a JPEG", text("This is no picture"), 415],
    ["SVG", text(svg), 415],
    ["SVG behind a declaration", text(`<?xml version="1.0"?>${svg}`), 415],
    ["HTML", text("<!doctype html><script>alert(1)</script>"), 415],
    ["PDF", text("%PDF-1.7"), 415],
    ["TIFF", async () => newPicture().tiff().toBuffer(), 415],
    [
      "the first bytes of a JPEG and nothing else",
      async () => Buffer.from("\xff\xd8\xff\xe0", "latin1"),
      400,
    ],
    ["a script behind the first bytes of a GIF", text("GIF89a<script>alert(1)</script>"), 400],
    [
      "SVG behind the first bytes of a PNG",
      async () => Buffer.from(`\x89PNG\r\n\x1a\n${svg}`, "latin1"),
      400,
    ],
    ["half a JPEG", cut("jpeg"), 400],
    [
      "half a JPEG that is read in a smaller scale",
      async () => half(await newPicture(large).jpeg().toBuffer()),
      400,
    ],
    [
      "a JPEG without its last bytes",
      async () => (await newPicture(large).jpeg().toBuffer()).subarray(0, -200),
      400,
    ],
    ["half a PNG", cut("png"), 400],
    ["half a WebP", cut("webp"), 400],
    ["half a GIF", cut("gif"), 400],
    ["half an AVIF", cut("avif"), 400],
    ["a PNG of 2,500 megapixels in a thousand bytes", async () => pixelBomb(50_000, 50_000), 400],
    ["a PNG just beyond 50 megapixels", async () => pixelBomb(10_001, 5_000), 400],
  ])("%s", async (_, body, status) => {
    const folder = temporaryPath("media");
    const { lines, logger } = newLogRecorder();
    const { send } = await newGallery({ media: createDiskStore(folder), logger });
    const response = await send(new Uint8Array(await body()));
    expect(response.status).toBe(status);
    expect((await errorOf(response)).code).toBe("BAD_REQUEST");
    expect(() => readdirSync(folder)).toThrow("ENOENT");
    expect(lines().filter(({ level }) => level === "error")).toEqual([]);
  });

  test("a bomb is refused for its pixels, without being decoded", async () => {
    const { send } = await newGallery();
    await send(await newPicture().png().toBuffer()); // the library is there
    const before = process.memoryUsage.rss();
    const { issues } = await errorOf(await send(new Uint8Array(pixelBomb(50_000, 50_000))));
    expect(issues).toEqual([{ path: "", message: "The picture has more than 50 megapixels" }]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100_000_000);
  });

  test.each([
    ["tall", 100, 2_001],
    ["wide", 2_001, 100],
    ["tall that no width of it fits into WebP", 100, 40_000],
  ])("a picture so %s is refused for its shape", async (_, width, height) => {
    const { send } = await newGallery();
    const response = await send(await newPicture({ width, height }).png().toBuffer());
    expect(response.status).toBe(400);
    const message = "The picture is more than 20 times as long one way as the other";
    expect((await errorOf(response))["issues"]).toEqual([{ path: "", message }]);
  });

  test("a picture of just 50 megapixels is taken", async () => {
    const { send } = await newGallery();
    const { width, height } = await uploaded(
      await send(await newPicture({ width: 10_000, height: 5_000 }).jpeg().toBuffer()),
    );
    expect([width, height]).toEqual([10_000, 5_000]);
  });

  test("after one that was refused the next is taken", async () => {
    const { send } = await newGallery();
    const [bad, good] = await Promise.all([
      send(half(await newPhotograph())),
      send(await newPicture().jpeg().toBuffer()),
    ]);
    expect([bad.status, good.status]).toEqual([400, 201]);
  });
});

describe("more than 20 MB", () => {
  test("is refused by what it says of its length, before it is read", async () => {
    const { shop, token } = await newGallery();
    const body = new ReadableStream(
      {
        pull() {
          throw new Error("The body was read");
        },
      },
      { highWaterMark: 0 },
    );
    const response = await ask(shop.app, body, {
      authorization: `Bearer ${token}`,
      "content-type": "image/jpeg",
      "content-length": String(20 * 1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
    expect((await errorOf(response)).code).toBe("PAYLOAD_TOO_LARGE");
  });

  test("is refused as soon as there is too much of it, when it says nothing", async () => {
    const { send } = await newGallery();
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const response = await send(body);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(24 * 1024 * 1024);
  });
});

describe("who may upload:", () => {
  test("a key with the permission, and nobody without it", async () => {
    const shop = await createTestShop();
    const picture = await newPicture().jpeg().toBuffer();
    const as = async (token: string | null) => {
      const headers = { "content-type": "image/jpeg", ...(token && { authorization: `Bearer ${token}` }) };
      const response = await ask(shop.app, picture, headers);
      return response.status === 201 ? "taken" : (await errorOf(response)).code;
    };
    expect(await as(await newKey(shop.db, ["catalog:write"]))).toBe("taken");
    expect(await as(await newKey(shop.db, ["catalog:read"]))).toBe("FORBIDDEN");
    expect(await as((await newCustomer(shop)).token)).toBe("FORBIDDEN");
    expect(await as((await newStaff(shop, { permissions: ["orders:write"] })).token)).toBe("FORBIDDEN");
    expect(await as(null)).toBe("UNAUTHENTICATED");
    expect(await as("bodega_sk_forged")).toBe("UNAUTHENTICATED");
  });

  test("staff with a second factor alone, where it is required", async () => {
    const { send } = await newGallery({ staffNeedSecondFactor: true });
    const response = await send(await newPicture().jpeg().toBuffer());
    expect(response.status).toBe(403);
    expect((await errorOf(response)).code).toBe("MFA_ENROLLMENT_REQUIRED");
  });

  test("each of them 300 times an hour", async () => {
    let left = 1;
    const count = async (limit: { name: string; attempts: number; seconds: number }) => {
      if (limit.name !== "uploads") return undefined;
      expect(limit).toMatchObject({ attempts: 300, seconds: 3600 });
      left -= 1;
      return left < 0 ? 7 : undefined;
    };
    const { send } = await newGallery({
      limiter: { count, wait: async () => undefined, forget: async () => {} },
    });
    const picture = await newPicture().jpeg().toBuffer();
    expect((await send(picture)).status).toBe(201);
    const refused = await send(picture);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("7");
    expect(await errorOf(refused)).toMatchObject({ code: "RATE_LIMITED", retryAfter: 7 });
  });

  test("not more at once than memory holds", async () => {
    const { shop, token, send } = await newGallery();
    const ends: (() => void)[] = [];
    const held = Array.from({ length: 13 }, () => {
      const body = new ReadableStream({
        start(controller) {
          ends.push(() => controller.close());
        },
      });
      return ask(shop.app, body, { authorization: `Bearer ${token}`, "content-type": "image/png" });
    });
    const refused = await Promise.race(held); // the others go on until their body ends
    expect(await errorOf(refused)).toMatchObject({ code: "RATE_LIMITED", retryAfter: 5 });
    expect(refused.headers.get("retry-after")).toBe("5");
    for (const end of ends) end();
    const statuses = (await Promise.all(held)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual([...Array(12).fill(400), 429]);
    expect((await send(await newPicture().jpeg().toBuffer())).status).toBe(201);
  });
});

describe("a page of another site cannot upload with the cookie of one of the staff:", () => {
  async function newVisitor() {
    const { shop, token } = await newGallery({ corsOrigins: ["https://admin.example"] });
    const picture = await newPicture().jpeg().toBuffer();
    const send = (headers: Record<string, string>, body: Bun.BodyInit = picture) =>
      ask(shop.app, body, { cookie: `bodega_session_dev=${token}`, ...headers });
    return { send, picture };
  }

  test.each([
    ["by naming another origin", { origin: "https://evil.example", "content-type": "image/jpeg" }],
    ["from a sandboxed frame", { origin: "null", "content-type": "image/jpeg" }],
    ["by naming no origin", { "content-type": "image/jpeg" }],
    ["by naming no origin across sites", { "sec-fetch-site": "cross-site", "content-type": "image/jpeg" }],
  ])("%s", async (_, headers) => {
    const response = await (await newVisitor()).send(headers);
    expect(response.status).toBe(403);
    expect((await errorOf(response)).code).toBe("FORBIDDEN");
  });

  test("nor as a form, as text or as bytes of no type, even where the browser names an origin that may", async () => {
    const { send, picture } = await newVisitor();
    const form = new FormData();
    form.set("file", new Blob([new Uint8Array(picture)], { type: "image/jpeg" }));
    const bodies: [Bun.BodyInit, Record<string, string>][] = [
      [form, {}],
      [picture, { "content-type": "text/plain" }],
      [picture, { "content-type": "text/plain; image/jpeg" }],
      [picture, { "content-type": "multipart/form-data; boundary=image/jpeg" }],
      [picture, { "content-type": "application/x-www-form-urlencoded" }],
      [new Uint8Array(picture), {}],
    ];
    for (const [body, headers] of bodies) {
      const response = await send({ origin: "https://admin.example", ...headers }, body);
      expect(response.status).toBe(415);
      expect(await errorOf(response)).toMatchObject({ issues: [{ path: "Content-Type" }] });
    }
  });

  test("but a page that may call can", async () => {
    const { send } = await newVisitor();
    const response = await send({ origin: "https://admin.example", "content-type": "image/jpeg" });
    expect(response.headers.get("access-control-allow-origin")).toBe("https://admin.example");
    await uploaded(response);
  });
});

describe("a stored picture", () => {
  test("may be kept for ever, and need not be sent twice", async () => {
    const { shop, send } = await newGallery();
    const { url } = await uploaded(await send(await newPicture().png().toBuffer()));
    const response = await fetched(shop, url);
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const etag = response.headers.get("etag") ?? "";
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const unchanged = await fetched(shop, url, { "if-none-match": known });
      expect(unchanged.status).toBe(304);
      expect(unchanged.headers.get("etag")).toBe(etag);
      expect(await unchanged.text()).toBe("");
    }
    expect((await fetched(shop, url, { "if-none-match": '"x"' })).status).toBe(200);
  });

  test("is sent in parts and by its headers alone, by a server that listens", async () => {
    const { shop, send } = await newGallery();
    const { url } = await uploaded(await send(await newPicture().png().toBuffer()));
    const server = Bun.serve({ port: 0, fetch: (request) => shop.app(request) });
    const address = new URL(new URL(url).pathname, server.url);
    const whole = await (await fetch(address)).bytes();
    const head = await fetch(address, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(whole.length)]);
    const part = await fetch(address, { headers: { range: "bytes=1-3" } });
    expect([part.status, await part.text()]).toEqual([206, "PNG"]);
    await server.stop(true);
  });

  test.each([
    "/media/",
    "/media/nothing.jpg",
    "/media/..%2f..%2fetc%2fpasswd",
    "/media/%2e%2e/%2e%2e/package.json",
    "/media/..%5c..%5cpackage.json",
    "/media/x/../../bodega.db",
    "/media//etc/passwd",
    "/media/a%00.jpg",
    "/media/.jpg",
    `/media/${"a".repeat(5_000)}.jpg`,
  ])("is the only thing to be found: not %s", async (path) => {
    const { shop } = await newGallery();
    expect((await fetched(shop, `${origin}${path}`)).status).toBe(404);
  });

  test("is not to be found under a name that is still being written, nor written under one that leads elsewhere", async () => {
    const folder = temporaryPath("media");
    const store = createDiskStore(folder);
    await Bun.write(`${folder}/ab/ab12.jpg.1-2.tmp`, "half");
    expect(await store.get?.("ab12.jpg.1-2.tmp")).toBeUndefined();
    for (const key of ["../x.jpg", "a/b.jpg", "..", "", "a.jpg/../../x.jpg"]) {
      await expect(store.put(key, new Uint8Array(1), "image/jpeg")).rejects.toThrow("no key");
    }
  });
});

describe("with a bucket", () => {
  const s3 = startS3();
  afterAll(() => s3.stop());

  const bucket = (secretAccessKey = credentials.secretAccessKey) =>
    createS3Store({
      endpoint: s3.endpoint,
      bucket: "pictures",
      publicUrl: "https://media.example/shop",
      ...credentials,
      secretAccessKey,
    });

  test("pictures are kept there, signed for, and found at its public address", async () => {
    const { shop, send } = await newGallery({ media: bucket() });
    const image = await uploaded(await send(await newPhotograph({ width: 800, height: 600 })));
    for (const { url } of [image, ...image.sizes]) {
      expect(url).toStartWith("https://media.example/shop/");
      const key = url.slice("https://media.example/shop/".length);
      const object = s3.objects.get(`pictures/${key}`);
      expect(object?.type).toBe(key.endsWith(".jpg") ? "image/jpeg" : "image/webp");
      expect(object?.cacheControl).toBe("public, max-age=31536000, immutable");
      expect((await sharp(object?.bytes).metadata()).exif).toBeUndefined();
      expect((await fetched(shop, `${origin}/media/${key}`)).status).toBe(404);
    }
  });

  test.each([
    ["that knows another secret", null, "wrong", "The storage of pictures answered 403"],
    ["that is out of order", 503, undefined, "The storage of pictures answered 503"],
  ])("%s nothing is told to be kept, and nothing of the key is said", async (_, status, secret, message) => {
    const { lines, logger } = newLogRecorder();
    const { send } = await newGallery({ media: bucket(secret), logger });
    const before = s3.puts();
    s3.fail(status);
    const response = await send(await newPicture().jpeg().toBuffer());
    s3.fail(null);
    expect(response.status).toBe(500);
    expect((await errorOf(response)).code).toBe("INTERNAL");
    expect(s3.puts()).toBe(before);
    expect(lines()).toContainEqual(expect.objectContaining({ fault: { name: "Error", message } }));
    expect(JSON.stringify(lines())).not.toMatch(/X-Amz|AKIATEST|s3cret/);
  });

  test("that is not there the same", async () => {
    const { lines, logger } = newLogRecorder();
    const media = createS3Store({
      ...credentials,
      endpoint: "http://127.0.0.1:9",
      bucket: "b",
      publicUrl: "https://m.example",
    });
    const { send } = await newGallery({ media, logger });
    expect((await send(await newPicture().jpeg().toBuffer())).status).toBe(500);
    expect(JSON.stringify(lines())).toContain("The storage of pictures does not answer");
    expect(JSON.stringify(lines())).not.toMatch(/X-Amz|AKIATEST/);
  });
});
