import { afterAll } from "bun:test";
import { startStripe } from "../helpers/stripe-server.ts";
import { expectStripe } from "./stripe-gateway.ts";

const starting = startStripe();
afterAll(async () => (await starting).stop());

expectStripe("our Stripe", async () => {
  const { connection, secretKey } = await starting;
  return { secretKey, apiUrl: `http://${connection.host}:${connection.port}` };
});
