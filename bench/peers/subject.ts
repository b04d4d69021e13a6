/** What is measured: a server that can be started, given rooms, and stopped. */

import type { Address } from "../load/dialect.ts";
import type { OwnServer } from "./start-glossa.ts";

export interface Room {
  /** For those who type. */
  writer: Address;
  /** For those who only read; several, so that no user of ours has too many sockets. */
  readers: Address[];
}

export interface Running {
  /** Its process, another after a restart; what it starts counts too. */
  readonly pid: number;
  /** The database server's, where there is one beside it. */
  databasePid: number | null;
  /** Null for the others. */
  own: OwnServer | null;
  /** New rooms. */
  rooms(count: number): Promise<Room[]>;
  stop(): Promise<void>;
}

/** `peer`: as it comes; `tuned`: with a setting that suits this load; `floor`: less than any of them has to do. */
export type Kind = "ours" | "peer" | "tuned" | "floor";

export interface Subject {
  name: string;
  /** In tables, with what is special about it. */
  label: string;
  kind: Kind;
  /** A sentence when it can't be measured here. */
  missing(): string | null;
  start(): Promise<Running>;
}

/** The address of the n-th reader. */
export function readerAt(room: Room, index: number): Address {
  const address = room.readers[index % room.readers.length];
  if (!address) throw new Error("A room has addresses for readers.");
  return address;
}
