import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { fixtureApi } from "./e2e/server/vite_plugin.ts";

const catalogue = JSON.parse(
  readFileSync(new URL("../../datasets/catalogue.json", import.meta.url), "utf8"),
) as { models: { id: string; title: string }[] };

/** The server that `npm run dev` asks; without one, fixtures answer. */
const server = process.env.SPANROOT_SERVER_URL;

export default defineConfig({
  define: {
    __CATALOGUE_MODELS__: JSON.stringify(catalogue.models.map(({ id, title }) => ({ id, title }))),
  },
  plugins: server ? [] : [fixtureApi()],
  server: { proxy: server ? { "/v1": server } : {} },
  build: {
    // The server's content security policy allows files only: nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
