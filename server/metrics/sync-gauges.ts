/** What is so at the moment of a scrape: rooms, sockets and what waits in them. */

import { Gauge, type Registry } from "prom-client";
import { ROOMS } from "../../domain/protocol/protocol.ts";
import type { SyncGauges } from "../sync/metrics.ts";

const CLIENTS = ["glossa", "stock"] as const;

/** Makes the gauges; gives the function that names who is asked for them at each scrape. */
export function createGauges(registry: Registry): (read: () => SyncGauges) => void {
  let read: () => SyncGauges = () => ({ rooms: [], sockets: [] });
  const gauge = (name: string, help: string, collect: (gauge: Gauge) => void) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        collect(this);
      },
    });
  const rows = () => [...read().rooms].map((room) => room.rowsSinceSnapshot);
  const waiting = () => [...read().sockets].map((socket) => socket.bytesWaiting);

  new Gauge({
    name: "glossa_rooms",
    help: "Rooms that are open.",
    registers: [registry],
    labelNames: ["room"],
    collect() {
      const open = countBy([...read().rooms].map(({ kind }) => kind));
      for (const room of ROOMS) this.set({ room }, open.get(room) ?? 0);
    },
  });
  new Gauge({
    name: "glossa_sockets",
    help: "Sockets in a room, of Glossa's own pages or of stock y-websocket clients.",
    registers: [registry],
    labelNames: ["room", "client"],
    collect() {
      const open = countBy([...read().sockets].map(({ room, isStock }) => `${room} ${isStock ? "stock" : "glossa"}`));
      for (const room of ROOMS) {
        for (const client of CLIENTS) this.set({ room, client }, open.get(`${room} ${client}`) ?? 0);
      }
    },
  });
  gauge("glossa_socket_waiting_bytes", "Bytes that wait in the memory of all sockets.", (made) => {
    made.set(sum(waiting()));
  });
  gauge("glossa_socket_waiting_bytes_max", "Bytes that wait in the socket that is furthest behind.", (made) => {
    made.set(max(waiting()));
  });
  gauge(
    "glossa_log_rows_since_snapshot",
    "Rows of the log that no snapshot holds yet, over all open rooms.",
    (made) => {
      made.set(sum(rows()));
    },
  );
  gauge("glossa_log_rows_since_snapshot_max", "The same in the open room that has most of them.", (made) => {
    made.set(max(rows()));
  });
  return (asked) => {
    read = asked;
  };
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Not `Math.max(...)`: the arguments of 100,000 sockets don't fit on the stack. */
const max = (numbers: number[]): number => numbers.reduce((most, each) => Math.max(most, each), 0);

function countBy(names: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
