import { z } from "zod";

export const removedOutput = z.object({ done: z.literal(true) });

export type Removed = z.infer<typeof removedOutput>;
