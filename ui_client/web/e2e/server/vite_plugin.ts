import type { Plugin } from "vite";
import { FixtureApi } from "./fixture_api.ts";

/** Answers `npm run dev` with the fixtures, so that the page can be worked on without a server. */
export const fixtureApi = (): Plugin => ({
  name: "spanroot-fixture-api",
  configureServer(server) {
    const api = new FixtureApi();
    server.middlewares.use((request, response, next) => {
      api.handle(request, response).then((handled) => handled || next(), next);
    });
  },
});
