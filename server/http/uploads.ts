import type { StaffContext } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { permittedActor } from "../core/permitted.ts";
import { type Deps, serviceContext } from "../deps.ts";
import { imageFormatOf } from "../modules/media/image-format.ts";
import { countUpload } from "../modules/media/limits.ts";
import { uploadImage } from "../modules/media/upload-image.ts";
import { actorOf } from "../trpc/actor.ts";
import { httpStatusOfCode } from "../trpc/error-map.ts";
import { type BodyLimits, readBody } from "./body.ts";
import type { Client } from "./client.ts";
import { badRequest, Refusal } from "./refusal.ts";
import { readTokens, sessionCookie } from "./session-cookie.ts";
import { deviceOf } from "./trpc.ts";

const imageLimits: BodyLimits = { size: 20 * 1024 * 1024, deadline: 120_000 };

/** Pictures that are being received or wait to be made: all of them are held in memory. */
const maxUnderWay = 12;
let underWay = 0;

interface Asked {
  url: URL;
  client: Client;
}

/** Answers `POST /uploads/images`, whose body is a picture; where the request comes from has been checked. */
export async function takeImage(request: Request, asked: Asked, deps: Deps): Promise<Response> {
  assertNoForm(request.headers);
  const { headers } = request;
  const tokens = readTokens(headers, deps.secureCookies);
  const { cookie } = tokens;
  // A browser says which page asks; what sends a cookie without saying so is none that we know the rules of.
  if (cookie !== undefined && !headers.has("origin")) throw new Refusal(403, new AppError("FORBIDDEN"));

  const source = { address: asked.client.address, device: deviceOf(headers) };
  const ctx = { ...serviceContext(deps), source };
  const { actor, renewed } = await actorOf(ctx, tokens);
  try {
    const permitted = permittedActor(actor, "catalog:write", deps.staffNeedSecondFactor);
    const image = await receive(request, { ...ctx, actor: permitted }, deps);
    const answered = new Headers();
    if (renewed && cookie !== undefined)
      answered.set("set-cookie", sessionCookie(cookie, deps.secureCookies));
    return Response.json(whole(image, deps.publicUrl ?? asked.client.origin ?? asked.url.origin), {
      status: 201,
      headers: answered,
    });
  } catch (error) {
    throw error instanceof AppError ? new Refusal(httpStatusOfCode(error.code), error) : error;
  }
}

type Image = Awaited<ReturnType<typeof uploadImage>>;

async function receive(request: Request, ctx: StaffContext, deps: Deps): Promise<Image> {
  await countUpload(ctx);
  if (underWay >= maxUnderWay) throw new AppError("RATE_LIMITED", { retryAfter: 5 });
  underWay += 1;
  try {
    const bytes = await readBody(request, imageLimits);
    if (bytes.length === 0) throw badRequest(400, "", "Expected a picture: the body is empty");
    const format = imageFormatOf(bytes);
    if (!format) throw badRequest(415, "", "Expected a picture: JPEG, PNG, WebP, GIF or AVIF");
    return await uploadImage(ctx, { bytes, format }, deps);
  } finally {
    underWay -= 1;
  }
}

/**
 * What another site's page can send without asking beforehand (forms, plain text, a body of no type) says so in its
 * type: none of it passes, even where a browser named no origin. What is in the body decides all the rest.
 */
function assertNoForm(headers: Headers): void {
  const type = headers.get("content-type") ?? "";
  if (/^(image\/|application\/octet-stream\b)/i.test(type.trim())) return;
  throw badRequest(415, "Content-Type", "Expected the type of a picture, or application/octet-stream");
}

/** Storefronts are on other origins: addresses on this server need its own before them. */
function whole({ url, width, height, sizes }: Image, origin: string): Image {
  const address = (path: string) => new URL(path, origin).href;
  return {
    url: address(url),
    width,
    height,
    sizes: sizes.map((size) => ({ ...size, url: address(size.url) })),
  };
}
