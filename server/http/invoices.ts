import type { Actor } from "../core/context.ts";
import { AppError, isRefusal } from "../core/errors.ts";
import { permittedActor } from "../core/permitted.ts";
import type { Deps } from "../deps.ts";
import { readInvoiceFile } from "../modules/order/invoice/get-invoice.ts";
import { actorOf } from "../trpc/actor.ts";
import { Refusal } from "./refusal.ts";
import { readTokens } from "./session-cookie.ts";
import { anonymousContext, type TrpcAsked } from "./trpc.ts";

/** The id of an order in the path of its invoice. */
export function orderOfInvoice(pathname: string): string | undefined {
  return /^\/orders\/([^/]{1,100})\/invoice\.pdf$/.exec(pathname)?.[1];
}

/**
 * Answers with an invoice that was issued, to whoever may see its order: by the cookie of a browser that follows a link,
 * an app's token, or the order's access token as `?token=`, which no log holds.
 */
export async function serveInvoice(
  request: Request,
  orderId: string,
  asked: TrpcAsked,
  deps: Deps,
): Promise<Response> {
  const ctx = anonymousContext(request, asked, deps);
  const { actor } = await actorOf(ctx, readTokens(request.headers, deps.secureCookies));
  const input = { id: orderId, accessToken: asked.url.searchParams.get("token") ?? "" };
  try {
    const { number, file } = await readInvoiceFile({ ...ctx, actor }, input, seesAllOrders(actor, deps));
    return new Response(new Uint8Array(file), {
      headers: {
        "content-type": "application/pdf",
        "content-disposition": `attachment; filename="invoice-${number}.pdf"`,
      },
    });
  } catch (error) {
    if (isRefusal(error, "NOT_FOUND")) throw new Refusal(404, error);
    throw error;
  }
}

function seesAllOrders(actor: Actor, { staffNeedSecondFactor }: Deps): boolean {
  try {
    return permittedActor(actor, "orders:read", staffNeedSecondFactor) !== undefined;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}
