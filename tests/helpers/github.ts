import { oauthClient } from "./oidc.ts";

export interface TestGitHub {
  endpoints: { authorizationEndpoint: string; tokenEndpoint: string; api: string };
  /** Who sits at the browser, with their addresses. */
  user: { id: number; emails: { email: string; primary: boolean; verified: boolean }[] };
  stop(): Promise<void>;
}

/** As much of GitHub as signing in asks: it wants PKCE, takes each code once, and says what is wrong with status 200. */
export function startGitHub(): TestGitHub {
  const challenges = new Map<string, string>();
  const tokens = new Set<string>();

  function authorize({ searchParams }: URL): Response {
    const code = crypto.randomUUID();
    challenges.set(code, searchParams.get("code_challenge") ?? "");
    const back = new URL(searchParams.get("redirect_uri") ?? "");
    back.searchParams.set("code", code);
    back.searchParams.set("state", searchParams.get("state") ?? "");
    return Response.redirect(back.href, 302);
  }

  async function exchange(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const { clientId, clientSecret } = oauthClient;
    if (request.headers.get("authorization") !== `Basic ${btoa(`${clientId}:${clientSecret}`)}`) {
      return Response.json({ error: "incorrect_client_credentials" });
    }
    const code = form.get("code") ?? "";
    const challenge = challenges.get(code);
    challenges.delete(code);
    const proof = new Bun.CryptoHasher("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
    if (challenge !== proof) return Response.json({ error: "bad_verification_code" });
    const token = crypto.randomUUID();
    tokens.add(`Bearer ${token}`);
    return Response.json({ access_token: token, token_type: "bearer", scope: "user:email" });
  }

  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const url = new URL(request.url);
      if (url.pathname === "/login/oauth/authorize") return authorize(url);
      if (url.pathname === "/login/oauth/access_token") return exchange(request);
      if (!tokens.has(request.headers.get("authorization") ?? "")) return new Response(null, { status: 401 });
      if (url.pathname === "/user") return Response.json({ id: github.user.id, login: "ada", name: "Ada" });
      if (url.pathname === "/user/emails") return Response.json(github.user.emails);
      return new Response(null, { status: 404 });
    },
  });
  const origin = `http://127.0.0.1:${server.port}`;
  const github: TestGitHub = {
    endpoints: {
      authorizationEndpoint: `${origin}/login/oauth/authorize`,
      tokenEndpoint: `${origin}/login/oauth/access_token`,
      api: origin,
    },
    user: { id: 1, emails: [] },
    stop: () => server.stop(true),
  };
  return github;
}
