import type { Answer } from "./answer.ts";
import { authenticateIntent } from "./attempt.ts";
import { testCards } from "./cards.ts";
import { paySession } from "./checkout-payment.ts";
import { workAtOnce } from "./due.ts";
import { Failure } from "./failure.ts";
import type { Call } from "./http.ts";
import type { World } from "./world.ts";

/** What the shopper's browser sees: the page on which a session is paid, and the one on which their bank asks. */
export function answerPage(world: World, { body, method, path, query }: Call): Answer {
  const [, page, id = ""] = path.split("/");
  const form = new URLSearchParams(body);
  const isSent = method === "POST";
  return workAtOnce(world, () => {
    if (page === "checkout" && world.sessions.find(id)) {
      return isSent ? pay(world, id, form.get("card") ?? "") : checkoutPage(world, id);
    }
    if (page === "authenticate" && world.intents.find(id)) {
      const answer = form.get("answer") === "succeed" ? "succeed" : "fail";
      return isSent ? authenticate(world, id, answer, new URLSearchParams(query)) : authenticationPage();
    }
    return html(404, "<h1>Not found</h1>");
  });
}

function checkoutPage(world: World, id: string): Answer {
  const { amount_total, currency, status, success_url } = world.sessions.get(id);
  if (status === "complete") return redirect((success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", id));
  if (status === "expired") return html(410, "<h1>This page has expired</h1>");
  const cards = Object.keys(testCards).map((name) => `<option>${name}</option>`);
  const fields = `<select name="card">${cards.join("")}</select><button>Pay</button>`;
  return html(200, `<h1>Pay ${amount_total} ${currency}</h1><form method="post">${fields}</form>`);
}

function pay(world: World, id: string, card: string): Answer {
  try {
    const { next_action } = paySession(world, id, card);
    if (next_action?.redirect_to_url?.url) return redirect(next_action.redirect_to_url.url);
    return checkoutPage(world, id);
  } catch (failure) {
    if (failure instanceof Failure) return html(failure.status, `<h1>${failure.message}</h1>`);
    throw failure;
  }
}

function authenticationPage(): Answer {
  const button = (answer: string) => `<button name="answer" value="${answer}">${answer}</button>`;
  return html(200, `<h1>Is it you?</h1><form method="post">${button("succeed")}${button("fail")}</form>`);
}

function authenticate(world: World, id: string, answer: "succeed" | "fail", query: URLSearchParams): Answer {
  const { client_secret, status } = authenticateIntent(world, id, answer);
  const back = new URL(query.get("return_url") ?? "");
  back.searchParams.set("payment_intent", id);
  back.searchParams.set("payment_intent_client_secret", client_secret ?? "");
  back.searchParams.set("redirect_status", status === "requires_payment_method" ? "failed" : "succeeded");
  return redirect(back.href);
}

const redirect = (location: string): Answer => ({ status: 303, headers: { location }, body: "" });

const html = (status: number, body: string): Answer => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: `<!doctype html><title>Checkout</title>${body}`,
});
