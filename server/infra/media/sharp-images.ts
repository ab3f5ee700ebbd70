import type { Metadata, Sharp, SharpOptions } from "sharp";
import type { ImageFormat, ImageMaker, Picture } from "../../core/ports.ts";

type Library = typeof import("sharp").default;

const maxPixels = 50_000_000;

/** In pixels: what phones and screens show of a picture. */
const widths = [320, 640, 1280, 1920];
const widest = 1920;

/** How much longer one side may be: of what is longer still, no width that pages show fits into WebP. */
const maxRatio = 20;

/** In pixels: WebP holds no more either way. */
const maxWebpSide = 16_383;

/** In seconds: the next picture waits no longer for one step of this. */
const patience = 60;

/** The library's readers of what a shop takes; those of everything else stay shut, whatever a file turns out to be. */
const readers = ["Jpeg", "Png", "Webp", "Nsgif", "Heif"].map((each) => `VipsForeignLoad${each}Buffer`);

/** Makes pictures with sharp: one at a time and on one core, so that whoever checks out does not wait for them. */
export function createImageMaker(): ImageMaker {
  let library: Promise<Library> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  return {
    make(bytes, format) {
      library ??= loadLibrary();
      const loaded = library;
      const made = last.then(async () => makePictures(await loaded, bytes, format));
      last = made.catch(() => {});
      return made;
    },
  };
}

/** It comes in with the first picture: most servers never see one, and it is 17 MB of native code. */
async function loadLibrary(): Promise<Library> {
  try {
    const { default: sharp } = await import("sharp");
    sharp.concurrency(1);
    sharp.cache(false);
    sharp.block({ operation: ["VipsForeignLoad"] });
    sharp.unblock({ operation: readers });
    return sharp;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Pictures cannot be made, as sharp cannot be loaded: ${why}`);
  }
}

async function makePictures(
  sharp: Library,
  bytes: Uint8Array,
  format: ImageFormat,
): ReturnType<ImageMaker["make"]> {
  const open = (options: SharpOptions) => sharp(bytes, { failOn: "error", ...options });
  const header = await open({ limitInputPixels: false }) // not decoded here
    .metadata()
    .catch(() => undefined);
  if (!header || nameOf(header) !== format) return "damaged";
  const { width: across, height: down } = header;
  if (across * down > maxPixels) return "too many pixels";
  if (Math.max(across, down) > maxRatio * Math.min(across, down)) return "too long";

  // Of an animation this is the first frame.
  const upright = () => open({ limitInputPixels: maxPixels }).autoOrient().timeout({ seconds: patience });
  const base = await upright()
    .resize({ width: widest, withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => undefined); // the first to read all of it
  if (!base) return "damaged";

  const { width, height, channels } = base.info;
  const shown = [...widths.filter((each) => each < width), width].filter(
    (each) => Math.ceil((height * each) / width) <= maxWebpSide,
  );
  const sizes: Picture[] = [];
  for (const each of shown) {
    const narrow = sharp(base.data, { raw: { width, height, channels } }).resize({ width: each });
    sizes.push(await pictureOf(narrow.webp({ quality: 80 }), "webp"));
  }
  return { original: await pictureOf(encode(upright(), format), format), sizes };
}

/** What libvips calls a format, as we call it. */
function nameOf({ format, compression }: Metadata): string | undefined {
  return format === "heif" && compression === "av1" ? "avif" : format;
}

/** So that nobody sees a difference. AVIF with little effort: with the usual one a large picture takes a minute. */
function encode(image: Sharp, format: ImageFormat): Sharp {
  if (format === "jpeg") return image.jpeg({ quality: 90, progressive: true });
  if (format === "png") return image.png();
  if (format === "webp") return image.webp({ quality: 90 });
  if (format === "gif") return image.gif();
  return image.avif({ quality: 65, effort: 1 });
}

/** Without what the file said beside the picture: sharp keeps none of it unless told. */
async function pictureOf(image: Sharp, format: ImageFormat): Promise<Picture> {
  const { data: bytes, info } = await image.toBuffer({ resolveWithObject: true });
  return { bytes, format, width: info.width, height: info.height };
}
