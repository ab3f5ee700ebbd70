import { sql } from "drizzle-orm";
import { uploads } from "../../../db/schema/index.ts";
import type { StaffContext } from "../../core/context.ts";
import { AppError } from "../../core/errors.ts";
import { pictureFile, pictureName } from "../../core/picture-names.ts";
import type { ImageFormat, ImageMaker, MediaStore, UnusableImage } from "../../core/ports.ts";
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

/** In milliseconds: so long after its upload nobody asks whether anything uses a picture. */
export const grace = 24 * 60 * 60 * 1000;

/**
 * Stores a picture as the shop shows it. The same picture again is the same files.
 * @throws BAD_REQUEST; RATE_LIMITED while the same picture is being removed
 */
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
  const picture = pictureName(original.bytes);
  const file = { ...original, key: pictureFile(picture, original.format) };
  const narrower = sizes.map((size) => ({ ...size, key: pictureFile(picture, size.format, size.width) }));
  const files = [file, ...narrower];
  await register(
    ctx,
    picture,
    files.map(({ key }) => key),
  );
  await Promise.all(files.map(({ key, bytes, format }) => media.put(key, bytes, `image/${format}`)));
  const { key, width, height } = file;
  await audit(ctx, "image-uploaded", key, { width, height });
  return {
    url: media.url(key),
    width,
    height,
    sizes: narrower.map((size) => ({ url: media.url(size.key), width: size.width })),
  };
}

/** Before the files are written, so that none is ever left which nobody knows of. @throws RATE_LIMITED */
async function register({ db, clock }: StaffContext, picture: string, files: string[]): Promise<void> {
  const now = clock.now();
  const dueAt = new Date(now.getTime() + grace);
  const [registered] = await db
    .insert(uploads)
    .values({ picture, files, dueAt })
    .onConflictDoUpdate({
      target: uploads.picture,
      set: { files, dueAt, goingUntil: null },
      setWhere: sql`uploads.going_until is null or uploads.going_until <= ${now.getTime()} or uploads.files = '[]'`,
    })
    .returning({ picture: uploads.picture });
  if (!registered) throw new AppError("RATE_LIMITED", { retryAfter: 5 });
}
