import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";

interface Traits {
  width?: number;
  height?: number;
  /** 0 to 255: pictures of other shades are other pictures. */
  shade?: number;
}

/** A picture with something to see in it: red on the left, a shade of blue on the right. */
export function newPicture({ width = 400, height = 300, shade = 200 }: Traits = {}) {
  const left = Math.ceil(width / 2);
  const half = { create: { width: left, height, channels: 3, background: "#ff0000" } } as const;
  const background = { r: 0, g: 0, b: shade };
  return sharp({ create: { width, height, channels: 3, background } }).composite([
    { input: half, left: 0, top: 0 },
  ]);
}

/** As a phone's camera writes it: lying on its side, with where it was taken and by whom. */
export function newPhotograph(traits: Traits = {}): Promise<Buffer> {
  return newPicture(traits)
    .jpeg()
    .withMetadata({
      orientation: 6,
      exif: {
        IFD0: { Artist: "Ada Lovelace" },
        IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 26/1" },
      },
    })
    .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'><secret/></x:xmpmeta>")
    .toBuffer();
}

/** A PNG of a few bytes that says it has so many pixels. */
export function pixelBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, RGB
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const framed = Buffer.alloc(named.length + 8);
    framed.writeUInt32BE(data.length, 0);
    framed.set(named, 4);
    framed.writeUInt32BE(crc32(named), named.length + 4);
    return framed;
  };
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(1_000_000))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
