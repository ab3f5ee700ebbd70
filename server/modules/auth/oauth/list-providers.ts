import type { ServiceContext } from "../../../core/context.ts";
import type { SignInProvider } from "./schema.ts";

/** Those through whom customers can sign in here. */
export function listProviders({ identityProviders }: ServiceContext): SignInProvider[] {
  return identityProviders.map(({ name, label }) => ({ name, label, path: `/auth/oauth/${name}` }));
}
