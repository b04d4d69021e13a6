/** Security headers are set in server/http/security-headers.ts: the policy has a nonce, which is made there. */

/** @type {import("next").NextConfig} */
export default {
  // Each state of the sources has a build of its own (server/launch/prepare.mjs).
  distDir: process.env.GLOSSA_BUILD_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` does it, over tests and server too; here it would double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  // What the rooms do is not Next's business, and a bundled second copy of these would be a second truth.
  serverExternalPackages: ["pino", "pg", "@prisma/client", "@node-rs/argon2"],
  experimental: {
    // Else a build writes the folder of its types into tsconfig.json.
    strictRouteTypes: true,
    // Above the importer's own limit, which answers with a sentence; Next's would break off.
    serverActions: { bodySizeLimit: "64mb" },
  },
  images: { unoptimized: true },
};
