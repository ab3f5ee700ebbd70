import { AppError } from "../core/errors.ts";
import { ProviderRefused } from "../core/payment-port.ts";
import { type Deps, serviceContext } from "../deps.ts";
import { storeNotice } from "../modules/payment/notices.ts";
import { type BodyLimits, readBody } from "./body.ts";
import { badRequest, Refusal } from "./refusal.ts";

const noticeLimits: BodyLimits = { size: 512 * 1024, deadline: 10_000 };

/**
 * Answers `POST /webhooks/{provider}`: what is signed by the provider is kept, and answered before anything is done about
 * it. The signature alone says who sends it, over the body byte by byte; no cookie and no type of content counts here.
 */
export async function takeNotice(request: Request, name: string, deps: Deps): Promise<Response> {
  const provider = deps.paymentProviders.find((each) => each.name === name);
  if (!provider?.gateway) throw new Refusal(404, new AppError("NOT_FOUND"));
  const body = (await readBody(request, noticeLimits)).toString();
  try {
    const notice = await provider.gateway.readNotice(body, request.headers, deps.clock.now());
    await storeNotice(serviceContext(deps), provider.name, notice);
    return Response.json({ received: true });
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    throw badRequest(400, "", "Nobody we know has signed this, or it is no event");
  }
}
