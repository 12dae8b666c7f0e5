import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { FixtureApi } from "./fixture_api.ts";

/** As the server sends it with everything. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
  "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

/** The built page and the fixture API on a free port. */
export class FixtureServer {
  readonly api = new FixtureApi();
  /** Paths of files asked for. */
  readonly files: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    response.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    response.setHeader("X-Content-Type-Options", "nosniff");
    void this.#answer(request, response);
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const handled = await this.api.handle(request, response);
    if (!handled) await this.#sendFile(request.url ?? "/", response);
  }

  async #sendFile(url: string, response: ServerResponse): Promise<void> {
    this.files.push(url);
    const path = normalize(url === "/" ? "/index.html" : url);
    try {
      const content = await readFile(join(DIST, path));
      response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "" }).end(content);
    } catch {
      response.writeHead(404).end(`${path} is not in ${DIST}: npm run build makes it\n`);
    }
  }
}
