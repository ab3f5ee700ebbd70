import type { Database } from "../../../db/client.ts";
import type { Copy, Replica } from "../../../db/replica/replica.ts";
import { type Deps, serviceContext } from "../../deps.ts";
import { readChanges } from "../../modules/catalog/read-changes.ts";
import { CatalogueCache } from "./catalogue-cache.ts";

/** Where the catalogue is read, and what is kept of what was read there. */
export interface CatalogueSource {
  db: Database;
  cache: CatalogueCache;
}

/** What a request asks of the catalogue. */
export interface CatalogueAsked {
  /** How far it has to have come. */
  position: number;
  /** Found once for the whole request. */
  source: () => CatalogueSource | Promise<CatalogueSource>;
}

/** Of two places, each of which has come as far as it has, answers must not be mixed: each keeps its own. */
export class CatalogueSources {
  readonly #deps: Deps;
  readonly #primary: CatalogueSource;
  #near: (CatalogueSource & { copy: Copy }) | undefined;
  /** How often other processes have told of a change. */
  #heard = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#primary = this.#sourceOf(deps.database);
    deps.peers?.listen("catalogue", () => {
      this.#heard += 1;
      deps.replica?.catchUp();
    });
  }

  /** What is found for a request that knows that it has come to `position`. */
  ask(position: number): CatalogueAsked {
    let found: CatalogueSource | Promise<CatalogueSource> | undefined;
    return {
      position,
      source: () => {
        found ??= this.#at(position);
        return found;
      },
    };
  }

  /**
   * Where the catalogue has come to `position` at least. A copy that has not is given one sync to do so, which shows all
   * that anybody was told before, whatever the position. When that fails the primary is asked; when it is away, the copy is
   * what there is.
   */
  #at(position: number): CatalogueSource | Promise<CatalogueSource> {
    const { replica } = this.#deps;
    const copy = replica?.copy;
    if (!replica || !copy) return this.#primary;
    const isThere = position === 0 || position <= copy.cataloguePosition();
    return isThere ? this.#nearOf(copy) : this.#caughtUp(replica);
  }

  async #caughtUp(replica: Replica): Promise<CatalogueSource> {
    const isNear = (await couldCatchUp(replica)) || !(await replica.primaryAnswers());
    return isNear && replica.copy ? this.#nearOf(replica.copy) : this.#primary;
  }

  #nearOf(copy: Copy): CatalogueSource {
    if (this.#near?.copy !== copy) this.#near = { copy, ...this.#sourceOf(copy) };
    return this.#near;
  }

  #sourceOf(place: Pick<Copy, "db" | "commits">): CatalogueSource {
    const context = { ...serviceContext(this.#deps), db: place.db };
    const cache = new CatalogueCache({
      clock: this.#deps.clock,
      writes: () => place.commits() + this.#heard,
      readChanges: (since) => readChanges(context, since),
    });
    return { db: place.db, cache };
  }
}

/** Nobody waits for a primary that is away. */
const couldCatchUp = async (replica: Replica): Promise<boolean> =>
  (!replica.isAway || (await replica.primaryAnswers())) && replica.catchUp();
