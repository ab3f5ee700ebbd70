import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "../../../bench/random.ts";
import { openDatabase } from "../../../db/client.ts";
import { newDatabaseUrl } from "../../helpers/database.ts";
import { startServer } from "../../helpers/server-process.ts";
import { startStripe } from "../../helpers/stripe-server.ts";
import { temporaryPath } from "../../helpers/temporary.ts";
import { check } from "../harness/check.ts";
import { tend } from "../harness/clerk.ts";
import { keepWorking } from "../harness/keep-working.ts";
import { newFaultyWorld, openWorld } from "../harness/world.ts";
import { actAsBank } from "./bank.ts";
import { compareBooks, type Tally } from "./books.ts";
import { letLeasesEnd, letMinutePass } from "./let-time-pass.ts";
import { pause } from "./pause.ts";
import { settle } from "./settle.ts";
import { buyOnline } from "./shopper.ts";
import { breakDown, endTrouble, makeTrouble } from "./trouble.ts";
import type { PayingWorld } from "./world.ts";

export interface PaymentPlan {
  /** How many orders are placed, or a few more. */
  checkouts: number;
  kills: number;
  /** Decides what goes wrong and what each of them does; what a kill meets is up to the machine. */
  seed: number;
  /** Told after each kill. */
  tell?: (kill: number, placed: number) => void;
}

/** In milliseconds: how long a minute of the shop takes, and a provider's outage. */
const [minute, outageTime] = [1_000, 700];

const passTime = (world: PayingWorld) => pause(world, minute).then(() => letMinutePass(world.db));

/** Who is there for so many orders; of more, several times as many. */
const crowd = [...Array<typeof buyOnline>(16).fill(buyOnline), tend, tend, tend, actAsBank];
const ordersOfCrowd = 400;

const webhookSecret = "whsec_chaos";

/**
 * Has shoppers pay through a provider while everything goes wrong with it that can, and the shop is killed again and again:
 * after each start all has to add up. Once all is quiet, what the provider has is what the shop has written down.
 * @throws when it is not
 */
export async function runPaymentFaults({
  checkouts,
  kills,
  seed,
  tell = () => {},
}: PaymentPlan): Promise<Tally> {
  const random = seededRandom(seed);
  const nextSeed = () => Math.floor(random() * 2 ** 32);
  await using stripe = await startStripe();
  const faulty = await newFaultyWorld(await newDatabaseUrl());
  const { client, db } = openDatabase({ url: faulty.url });
  const start = (port: string) =>
    startServer({
      PORT: port,
      DATABASE_URL: faulty.url,
      DATA_DIR: temporaryPath("data"),
      LOG_LEVEL: "error",
      PAYMENT_DEADLINE: "2",
      PAYMENT_CAPTURE: random() < 0.5 ? "manual" : "automatic",
      STOREFRONT_URL: "https://shop.example",
      STRIPE_API_URL: `http://${stripe.connection.host}:${stripe.connection.port}`,
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
    });
  let server = await start("0");
  const { port } = new URL(server.url);
  stripe.webhooks.endpoints.push({ url: `${server.url}/webhooks/stripe`, secrets: [webhookSecret] });
  const closing = new AbortController();
  const world: PayingWorld = { ...openWorld(faulty, server.url, closing.signal), stripe, db };
  makeTrouble(stripe, nextSeed());
  const crowds = Array.from({ length: Math.ceil(checkouts / ordersOfCrowd) }, () => crowd);
  const everybody = [...crowds.flat(), passTime];
  const working = Promise.all(everybody.map((work) => keepWorking(world, work, seededRandom(nextSeed()))));
  working.catch(() => {}); // told of below, once nothing else is under way
  try {
    for (let kill = 1; kill <= kills; kill++) {
      await untilPlaced(world, (checkouts * kill) / kills, working);
      if (random() < 0.3) {
        breakDown(stripe, nextSeed());
        await Promise.race([working, delay(outageTime)]);
      }
      if (kill === kills) {
        closing.abort();
        endTrouble(stripe);
      } else makeTrouble(stripe, nextSeed());
      await server.stop("SIGKILL");
      await letLeasesEnd(db);
      server = await start(port);
      await check(world);
      tell(kill, world.orders.length);
    }
    await working;
    await settle(world, random);
    await server.stop("SIGTERM");
    await check(world);
    return await compareBooks(world);
  } catch (error) {
    throw new Error(`With seed ${seed}; the server said: ${server.output().slice(-2_000)}`, { cause: error });
  } finally {
    client.close();
  }
}

async function untilPlaced({ orders }: PayingWorld, count: number, working: Promise<unknown>): Promise<void> {
  while (orders.length < count) await Promise.race([working, delay(10)]);
}
