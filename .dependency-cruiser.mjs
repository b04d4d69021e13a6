/** The arrows between the layers (docs/ARCHITECTURE.md), each with its reason. Run by `npm run check`. */

const TESTS = "\\.test\\.tsx?$";

/** Adds what all rules share. */
function forbid(name, comment, from, to) {
  return { name, comment, severity: "error", from, to };
}

export default {
  forbidden: [
    forbid(
      "domain-imports-nothing-of-ours",
      "The domain runs on both sides and in every test: it knows no layer but itself.",
      { path: "^domain/", pathNot: TESTS },
      { path: "^(app|components|server|tests|bench)/" },
    ),
    forbid(
      "domain-is-pure",
      "The domain does no I/O, so that its functions can be tested by values alone and run in a browser.",
      { path: "^domain/", pathNot: TESTS },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "only-ydoc-names-yjs",
      "Keys of the Y.Doc are named in domain/ydoc alone, so that its shape can change in one place.",
      { path: "^domain/", pathNot: `^domain/(ydoc|schema)/|${TESTS}` },
      { path: "node_modules/(yjs|lib0|y-protocols|@tiptap|prosemirror-)" },
    ),
    forbid(
      "components-use-the-domain",
      "Components run in the browser: they get what the server knows as props, commands and documents.",
      { path: "^components/", pathNot: TESTS },
      { path: "^(app|server|tests)/" },
    ),
    forbid(
      "server-knows-no-pages",
      "The server works without pages: the command line and the sockets use it too.",
      { path: "^server/", pathNot: TESTS },
      { path: "^(app|components|tests)/" },
    ),
    forbid(
      "app-reaches-the-server-by-the-gateway",
      "Next bundles its own copy of what it imports: only server/gateway.ts is shared, all else comes as types.",
      { path: "^app/", pathNot: TESTS },
      { path: "^server/", pathNot: "^server/gateway\\.ts$", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "nothing-imports-pages",
      "Files of app/ are Next's entry points; what others need belongs to components or domain.",
      { pathNot: "^(app|tests)/" },
      { path: "^app/" },
    ),
    forbid(
      "nothing-imports-tests",
      "Product code can't depend on what only tests have.",
      { pathNot: `^tests/|${TESTS}|^(vitest|playwright)\\.config` },
      { path: `^tests/|${TESTS}` },
    ),
    forbid(
      "sync-is-free-of-next",
      "The rooms work without a web framework, so that they can be tested and measured alone.",
      { path: "^server/sync/" },
      { path: "node_modules/(next|next-auth|react|react-dom)/" },
    ),
    forbid(
      "sync-is-free-of-prometheus",
      "The rooms tell what happens in their own words (server/sync/metrics.ts); server/metrics makes figures of it.",
      { path: "^server/(?!metrics/)" },
      { path: "node_modules/prom-client/" },
    ),
    forbid(
      "only-data-knows-prisma",
      "The database client is imported in server/data alone: everything else asks for what it needs in its own words.",
      { pathNot: "^server/data/" },
      { path: "^server/data/generated/|node_modules/(@prisma/(?!engines)|@electric-sql|pg/)", pathNot: "^$" },
    ),
    forbid(
      "launch-needs-no-packages",
      "It runs before anything is installed.",
      { path: "^server/launch/" },
      { path: "node_modules/", pathNot: "node_modules/tsx/" },
    ),
    forbid(
      "no-circles",
      "Modules in a circle can't be understood or tested one at a time.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    forbid("resolvable", "An import that leads nowhere fails at run time.", {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|server/data/generated/(internal|models))/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
