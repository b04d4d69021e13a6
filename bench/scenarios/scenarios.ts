/** All scenarios, in the order in which they run. */

import { fanout } from "./fanout.ts";
import type { Scenario } from "./scenario.ts";

export const SCENARIOS: Scenario[] = [fanout];
