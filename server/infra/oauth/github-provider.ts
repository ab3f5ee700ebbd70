import { z } from "zod";
import type { IdentityProvider } from "../../core/ports.ts";
import { withDeadline } from "../deadline.ts";
import { fetchJson } from "../fetch-json.ts";
import { authorizationUrl, exchangeCode, type OAuthClient } from "./code-exchange.ts";

/** Where GitHub is: https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
const github = {
  authorizationEndpoint: "https://github.com/login/oauth/authorize",
  tokenEndpoint: "https://github.com/login/oauth/access_token",
  /** Without a slash at the end. */
  api: "https://api.github.com",
};

const user = z.object({ id: z.int().positive() });

const emails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub speaks OAuth 2 without OpenID Connect: its API says who the customer is. */
export function createGitHubProvider(client: OAuthClient, endpoints = github): IdentityProvider {
  return {
    name: "github",
    label: "GitHub",
    issuer: "https://github.com",

    begin: (flow) => authorizationUrl(client, endpoints.authorizationEndpoint, ["user:email"], flow),

    identify: (flow) =>
      withDeadline(async (signal) => {
        const { accessToken } = await exchangeCode(client, endpoints.tokenEndpoint, flow);
        const headers = {
          authorization: `Bearer ${accessToken}`,
          accept: "application/vnd.github+json",
          "user-agent": "bodega", // without one GitHub refuses
        };
        const [{ id }, known] = await Promise.all([
          fetchJson(`${endpoints.api}/user`, user, { signal, headers }),
          fetchJson(`${endpoints.api}/user/emails?per_page=100`, emails, { signal, headers }),
        ]);
        const primary = known.find((each) => each.primary);
        return {
          subject: String(id),
          email: primary?.email ?? null,
          emailVerified: primary?.verified === true,
          // Its one name does not tell which part is which.
          firstName: null,
          lastName: null,
        };
      }),
  };
}
