import { isShopError, type ShopErrorCode } from "../../client-sdk/src/index.ts";

/** The code and data of the shop's refusal of a call; throws whatever else became of it. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: ShopErrorCode; data: object }> {
  try {
    await call;
  } catch (error) {
    if (isShopError(error)) return { code: error.code, data: error.data };
    throw error;
  }
  throw new Error("The call was not refused");
}
