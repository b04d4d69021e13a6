/** Before the first integration test: builds once what is stale, so that no test waits for it or sees its progress. */

import { prepare } from "../../server/launch/prepare.mjs";

export default async function setup(): Promise<void> {
  await prepare({ withBuild: true });
}
