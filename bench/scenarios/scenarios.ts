/** All scenarios, in the order in which they run. */

import { anchors } from "./anchors.ts";
import { annotations } from "./annotations.ts";
import { fanout } from "./fanout.ts";
import { joins, joinsImported } from "./joins.ts";
import { kills } from "./kills.ts";
import { logs } from "./logs.ts";
import { presence } from "./presence.ts";
import { rooms } from "./rooms.ts";
import type { Scenario } from "./scenario.ts";
import { stalled } from "./stalled.ts";
import { touched } from "./touched.ts";

export const SCENARIOS: Scenario[] = [
  fanout,
  presence,
  joins,
  joinsImported,
  stalled,
  rooms,
  touched,
  logs,
  anchors,
  annotations,
  kills,
];
