import type { Name, Place, Route } from '@rearguard/shared';

/** Places and roads of the theatre by their ids; they do not change while the room is open. */
export class Gazetteer {
  readonly #names: ReadonlyMap<string, Name>;
  readonly #routes: ReadonlyMap<string, Route>;

  constructor(places: readonly Place[], routes: readonly Route[]) {
    this.#names = new Map(places.map(({ id, name }) => [id, name]));
    this.#routes = new Map(routes.map((route) => [route.id, route]));
  }

  placeName(id: string): Name | undefined {
    return this.#names.get(id);
  }

  route(id: string): Route | null {
    return this.#routes.get(id) ?? null;
  }

  get routesById(): ReadonlyMap<string, Route> {
    return this.#routes;
  }

  routes(): Iterable<Route> {
    return this.#routes.values();
  }
}
