/** WebSocket upgrades on /sync/OWNER/ROOM: lets sockets in, keeps an eye on them, and sees them off. */

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { type ServerOptions, WebSocket, WebSocketServer } from "ws";
import type { Role } from "../../domain/permissions/permissions.ts";
import { CLOSE, type CloseName, MESSAGE_MAX_BYTES, type RoomName } from "../../domain/protocol/protocol.ts";
import type { Logger } from "../log.ts";
import { within } from "../within.ts";
import { type AccessOptions, accessTo, parseTarget, type Target, type Visitor } from "./access.ts";
import { Connection, type ConnectionHandlers } from "./connection.ts";
import type { Engine } from "./engine.ts";
import { type Seat, Users } from "./limits.ts";
import { type Entrance, recheck } from "./recheck.ts";
import type { Room } from "./room.ts";
import { Rounds } from "./rounds.ts";
import { SharedLookups } from "./shared-lookups.ts";
import { isTooLarge, SyncSocket } from "./sync-socket.ts";
import { SocketWire } from "./wire.ts";

export type { Visitor } from "./access.ts";

/** How often sockets are pinged and shown a sign of life, and their sessions looked up again, in milliseconds. */
const HEARTBEAT = 20_000;

/** Letting somebody in takes a few look-ups; longer than this, in milliseconds, the database does not answer. */
const DOOR_MAX_MS = 15_000;

/** More sockets than this never wait at the door: each holds memory before anybody knows whose it is. */
const DOOR_MAX_SOCKETS = 2000;

/** Compression would keep frames from being shared; `closeTimeout` (in milliseconds): a closing that is not answered. */
const WS_OPTIONS: ServerOptions<typeof SyncSocket> & { closeTimeout: number } = {
  noServer: true,
  maxPayload: MESSAGE_MAX_BYTES,
  perMessageDeflate: false,
  closeTimeout: 10_000,
  WebSocket: SyncSocket,
};

/** Clients come back within 2.5 s without spreading themselves, so their closes are spread: so much each, in milliseconds. */
const DRAIN_PER_SOCKET = 10;
const DRAIN_MAX = 5000;

/** Sockets whose last changes are not committed by then, in milliseconds, are closed nevertheless. */
const DRAIN_PATIENCE = 5000;

export interface SyncServerOptions extends AccessOptions {
  engine: Engine;
  logger: Logger;
}

export class SyncServer {
  private readonly sockets = new WebSocketServer(WS_OPTIONS);
  private readonly entrances = new Map<Connection, Entrance>();
  private readonly users = new Users();
  private readonly options: SyncServerOptions;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly rechecks = new Rounds((users) => this.recheck(users));
  /** How often somebody's access may have changed; a look-up that began before a change is not shared after it. */
  private changes = 0;
  private readonly visitors = new SharedLookups<Visitor | CloseName>();
  private readonly roles = new SharedLookups<Role | null>();
  private atTheDoor = 0;
  private isDraining = false;

  constructor(options: SyncServerOptions) {
    this.options = options;
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT);
    this.heartbeat.unref();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      // Nothing is read, so nothing is kept, before we know who it is.
      client.pause();
      // Of broken or too large messages ws itself tells the client, in its closing.
      client.on("error", () => {});
      this.letIn(request, client, socket).catch((error: unknown) => {
        this.options.logger.error({ err: error }, "a socket could not be let in");
        this.turnAway(client, "unavailable");
      });
    });
  }

  private async letIn(request: IncomingMessage, client: WebSocket, socket: Duplex): Promise<void> {
    if (this.isDraining) return this.turnAway(client, "shuttingDown");
    if (this.atTheDoor >= DOOR_MAX_SOCKETS) return this.turnAway(client, "unavailable");
    const patience = setTimeout(() => this.turnAway(client, "unavailable"), DOOR_MAX_MS);
    this.atTheDoor += 1;
    try {
      const why = await this.admit(request, client, socket);
      if (why) this.turnAway(client, why);
    } finally {
      clearTimeout(patience);
      this.atTheDoor -= 1;
    }
  }

  /** Gives why not; null: the socket is in its room. */
  private async admit(request: IncomingMessage, client: WebSocket, socket: Duplex): Promise<CloseName | null> {
    const { changes } = this;
    const target = parseTarget(request.url ?? "");
    if (!target) return "notFound";
    const visitor = await this.authenticate(request, target.token);
    if (typeof visitor === "string") return visitor;
    const seat = this.users.seat(visitor.actor.id);
    if (!seat) return "tooMany";
    let why: CloseName | null = "unavailable";
    try {
      why = await this.enter({ request, client, socket, target, visitor, seat });
    } finally {
      if (why) seat.leave();
    }
    // What changed since was looked for among those who were in.
    if (!why && this.changes !== changes) this.reportFailed(this.recheckUser(visitor.actor.id));
    return why;
  }

  private async enter({ request, client, socket, target, visitor, seat }: Entering): Promise<CloseName | null> {
    const { engine } = this.options;
    const access = await accessTo(target, visitor, (of, bulletinId) => this.roleOn(of, bulletinId));
    if (typeof access === "string") return access;
    const room = await this.openRoom(access.documentId, target.room);
    if (client.readyState !== WebSocket.OPEN) return "unavailable";
    if (this.isDraining) return "shuttingDown";
    // It failed meanwhile, and has closed its sockets without this one. From here on it is one of them.
    if (room.isClosed) return "notStored";
    const connection = new Connection(
      new SocketWire(client, socket),
      { actor: access.actor, canWrite: access.canWrite, sessionId: visitor.sessionId },
      this.handlers(room, seat),
      { metrics: engine.metrics, allowance: seat },
    );
    this.entrances.set(connection, { connection, target, request });
    engine.enter(room, connection);
    const who = { user: access.actor.id, document: room.id };
    this.options.logger.debug(who, "a socket was opened");
    client.on("close", (code) => {
      this.options.logger.debug({ ...who, code }, "a socket was closed");
      connection.ended("left");
    });
    client.on("error", (error) => connection.ended(isTooLarge(error) ? "tooLarge" : "malformed"));
    client.on("message", (data: Buffer) => connection.receive(data));
    connection.greet();
    client.resume();
    return null;
  }

  private authenticate(request: IncomingMessage, token: string | null): Promise<Visitor | CloseName> {
    const look = (): Promise<Visitor | CloseName> => this.options.authenticate(request, token);
    // By cookie more counts than the cookie: from whose page the socket comes.
    return token === null ? look() : this.visitors.get(`${this.changes} ${token}`, look);
  }

  private roleOn(visitor: Visitor, bulletinId: string): Promise<Role | null> {
    const { id, role } = visitor.actor;
    const key = `${this.changes} ${id} ${role} ${bulletinId}`;
    return this.roles.get(key, () => this.options.roleOn(visitor, bulletinId));
  }

  /** For those who are not in a room. */
  private turnAway(client: WebSocket, name: CloseName): void {
    if (client.readyState !== WebSocket.OPEN) return;
    this.options.engine.metrics.socketClosed(name);
    // Its answer to the closing has to be read.
    client.resume();
    client.close(CLOSE[name].code, CLOSE[name].reason);
  }

  /** Whoever waits for it looks whether it is closed: it may fail at any time. */
  private async openRoom(documentId: string, name: RoomName): Promise<Room> {
    const { engine } = this.options;
    if (name === "private" || name === "vocabulary") await engine.hub.roomOrNew(documentId);
    return engine.currentRoom(documentId);
  }

  private handlers(room: Room, seat: Seat): ConnectionHandlers {
    const { engine } = this.options;
    return {
      update: (from, bytes) => room.receive(from, bytes),
      afterCommit: (run) => room.afterCommit(run),
      doc: () => room.doc,
      state: (stateVector) => room.stateFrames(stateVector),
      marker: (from, n) => {
        if (from.replica) engine.markers.advance(room.id, from.actor.id, { replica: from.replica, n });
      },
      presence: (from, update) => {
        if (room.id.endsWith("/text")) engine.presence(room).receive(from, update);
      },
      // While its owner was offline the role may have changed.
      hello: (from) => {
        if (room.id.endsWith("/text")) from.notify({ type: "role", role: from.actor.role });
      },
      queryPresence: (from) => {
        if (room.id.endsWith("/text")) engine.presence(room).sendAll(from);
      },
      command: (from, envelope) => engine.command(from, room.id, envelope),
      closed: (connection) => {
        this.entrances.delete(connection);
        seat.leave();
        engine.leave(room, connection);
      },
    };
  }

  /** Somebody's account, session or role changed: their sockets follow, or are closed with the reason. */
  recheckUser(userId: string): Promise<void> {
    this.changes += 1;
    return this.rechecks.ask(userId);
  }

  /** The same for everybody, when changes may have been missed. */
  recheckAll(): Promise<void> {
    this.changes += 1;
    return this.rechecks.ask(null);
  }

  private recheck(users: ReadonlySet<string> | null): Promise<void> {
    const all = [...this.entrances.values()];
    return recheck(users ? all.filter(({ connection }) => users.has(connection.actor.id)) : all, this.options);
  }

  /** A bulletin was deleted: whoever has it open is told so. */
  closeBulletin(bulletinId: string): void {
    for (const { connection, target } of [...this.entrances.values()]) {
      if (target.owner === bulletinId) connection.close("notFound");
    }
  }

  private beat(): void {
    for (const connection of [...this.entrances.keys()]) connection.heartbeat();
    this.users.forgetOld();
    // Sessions end by themselves, too.
    this.reportFailed(this.recheckAll());
  }

  private reportFailed(rechecked: Promise<void>): void {
    rechecked.catch((error: unknown) => {
      this.options.logger.warn({ err: error }, "sessions could not be looked up; the next heartbeat does it again");
    });
  }

  /**
   * Lets nobody in any more, and closes the sockets one after the other; until its turn comes each is served as ever,
   * and all that was accepted is committed.
   */
  async drain(): Promise<void> {
    this.isDraining = true;
    clearInterval(this.heartbeat);
    const open = [...this.entrances.keys()];
    const step = Math.min(DRAIN_PER_SOCKET, DRAIN_MAX / open.length);
    const closing = open.map(async (connection, index) => {
      await delay(index * step);
      await connection.closeWhenDone("shuttingDown");
    });
    await within(Promise.all(closing), open.length * step + DRAIN_PATIENCE, null);
    await this.options.engine.drain();
    this.sockets.close();
  }
}

interface Entering {
  request: IncomingMessage;
  client: WebSocket;
  socket: Duplex;
  target: Target;
  visitor: Visitor;
  seat: Seat;
}
