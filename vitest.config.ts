import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const shared = {
  environment: "node" as const,
  alias: { "@": fileURLToPath(new URL(".", import.meta.url)) },
};

export default defineConfig({
  test: {
    // The machines that run this have two cores, and an integration test starts a server of its own.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: ["{app,components,domain,server}/**/*.test.{ts,tsx}"],
          // Random tests beside one that fills both cores: five seconds say nothing about the code.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: "tests/support/build.ts",
        },
      },
    ],
  },
});
