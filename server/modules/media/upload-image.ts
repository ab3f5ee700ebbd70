import type { StaffContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import type { ImageFormat, ImageMaker, MediaStore, Picture, UnusableImage } from "../../core/ports.ts";
import { audit } from "../auth/audit.ts";

/** An image as `admin.catalog` takes it. */
export interface UploadedImage {
  url: string;
  /** In pixels. */
  width: number;
  height: number;
  /** The same picture as WebP, the narrowest first. */
  sizes: { url: string; width: number }[];
}

export interface Upload {
  bytes: Uint8Array;
  format: ImageFormat;
}

/** What makes pictures and what keeps them. */
export interface Workshop {
  images: ImageMaker;
  media: MediaStore;
}

const complaints: Record<UnusableImage, string> = {
  damaged: "The picture is damaged, or only a part of it",
  "too many pixels": "The picture has more than 50 megapixels",
  "too long": "The picture is more than 20 times as long one way as the other",
};

const extensions: Record<ImageFormat, string> = {
  jpeg: "jpg",
  png: "png",
  webp: "webp",
  gif: "gif",
  avif: "avif",
};

/** Stores a picture as the shop shows it. The same picture again is the same files. @throws BAD_REQUEST */
export async function uploadImage(
  ctx: StaffContext,
  { bytes, format }: Upload,
  { images, media }: Workshop,
): Promise<UploadedImage> {
  const made = await images.make(bytes, format);
  if (typeof made === "string") {
    throw new AppError("BAD_REQUEST", { issues: [{ path: "", message: complaints[made] }] });
  }
  const { original, sizes } = made;
  const kept = {
    url: await keep(original, media),
    width: original.width,
    height: original.height,
    sizes: await Promise.all(
      sizes.map(async (size) => ({ url: await keep(size, media), width: size.width })),
    ),
  };
  await audit(ctx, "image-uploaded", keyOf(original), { width: kept.width, height: kept.height });
  return kept;
}

/** Where it can be seen from now on. */
async function keep(picture: Picture, media: MediaStore): Promise<string> {
  const key = keyOf(picture);
  await media.put(key, picture.bytes, `image/${picture.format}`);
  return media.url(key);
}

/** Named by what is in it: under one name there is never anything else, so that it may be cached for ever. */
function keyOf({ bytes, format }: Picture): string {
  const hash = new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
  return `${hash.slice(0, 40)}.${extensions[format]}`;
}
