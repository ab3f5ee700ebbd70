const extensions = { jpeg: "jpg", png: "png", webp: "webp", gif: "gif", avif: "avif" } as const;

/** Whatever stands before it and after: files may be behind a CDN that wants more in an address. */
const fileName = /(?<![0-9a-z])([0-9a-f]{40})(?:-[0-9]+)?\.(?:jpg|png|webp|gif|avif)(?![0-9a-z])/g;

/** What the names of a picture's files begin with: a sum of what is in it. */
export function pictureName(bytes: Uint8Array): string {
  return new Bun.CryptoHasher("sha256").update(bytes).digest("hex").slice(0, 40);
}

/** The name of a picture's file; of one in another width with that. */
export function pictureFile(picture: string, format: keyof typeof extensions, width?: number): string {
  return `${picture}${width === undefined ? "" : `-${width}`}.${extensions[format]}`;
}

/** The pictures whose files a text names, such as an address or HTML. */
export function picturesIn(text: string): string[] {
  return [...text.matchAll(fileName)].flatMap(([, picture]) => picture ?? []);
}

/** The uploaded picture that an image shows; null for one that is elsewhere. */
export function pictureOf(image: { url: string; sizes: readonly { url: string }[] | null }): string | null {
  const named = [image.url, ...(image.sizes ?? []).map(({ url }) => url)].flatMap(picturesIn);
  return named[0] ?? null;
}
