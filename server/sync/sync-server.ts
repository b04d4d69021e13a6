/** WebSocket upgrades on /sync/OWNER/ROOM: who is it, may they, and into which room. */

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import { type Actor, canEditText, type Role } from "../../domain/permissions/permissions.ts";
import { CLOSE, type CloseName, MESSAGE_MAX_BYTES, ROOMS, type RoomName } from "../../domain/protocol/protocol.ts";
import type { Logger } from "../log.ts";
import { Connection, type ConnectionHandlers } from "./connection.ts";
import { annotationsId, privateId, textId, vocabularyId } from "./document-ids.ts";
import type { Engine } from "./engine.ts";
import type { Room } from "./room.ts";

/** How often sockets are pinged and shown a sign of life, in milliseconds; two unanswered pings end one. */
const HEARTBEAT = 20_000;

/** Who is behind a socket, looked up again whenever accounts, sessions or roles change. */
export interface Visitor {
  actor: Actor;
  workspaceId: string;
  sessionId: string | null;
}

export interface SyncServerOptions {
  engine: Engine;
  logger: Logger;
  /** The visitor by `token` or by the request's cookie; a foreign page's cookie does not count. */
  authenticate(request: IncomingMessage, token: string | null): Promise<Visitor | "signedOut" | "foreignOrigin">;
  /** The role on a bulletin; null: no such bulletin, or no access. */
  roleOn(visitor: Visitor, bulletinId: string): Promise<Role | null>;
}

interface Entrance {
  connection: Connection;
  /** The bulletin or workspace. */
  owner: string;
  /** Looks up again who it is and what they may; null: out. */
  recheck(): Promise<{ actor: Actor; canWrite: boolean } | CloseName>;
}

export class SyncServer {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_MAX_BYTES,
    perMessageDeflate: false,
  });
  private readonly entrances = new Set<Entrance>();
  private readonly options: SyncServerOptions;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly silent = new WeakSet<WebSocket>();
  private isDraining = false;

  constructor(options: SyncServerOptions) {
    this.options = options;
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT);
    this.heartbeat.unref();
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.sockets.handleUpgrade(request, socket, head, (client) => {
      // Too large or broken frames: ws closes the socket itself.
      client.on("error", () => client.terminate());
      client.on("pong", () => this.silent.delete(client));
      this.admit(request, client).catch((error: unknown) => {
        this.options.logger.error({ err: error }, "a socket could not be let in");
        close(client, "notStored");
      });
    });
  }

  private async admit(request: IncomingMessage, client: WebSocket): Promise<void> {
    if (this.isDraining) return close(client, "shuttingDown");
    const early: Uint8Array[] = [];
    const keep = (data: Buffer): void => void early.push(data);
    client.on("message", keep);

    const target = parseTarget(request.url ?? "");
    if (!target) return close(client, "notFound");
    const visitor = await this.options.authenticate(request, target.token);
    if (typeof visitor === "string") return close(client, visitor);
    const access = await this.access(visitor, target);
    if (typeof access === "string") return close(client, access);

    const room = await this.openRoom(access.documentId, target.room);
    if (client.readyState !== WebSocket.OPEN) return;
    if (this.isDraining) return close(client, "shuttingDown");
    const connection = new Connection(
      client,
      { actor: access.actor, canWrite: access.canWrite, sessionId: visitor.sessionId },
      this.handlers(room),
    );
    this.entrances.add({ connection, owner: target.owner, recheck: () => this.recheck(request, target) });
    this.options.engine.enter(room, connection);
    client.off("message", keep);
    client.on("message", (data: Buffer) => connection.receive(data));
    connection.greet();
    for (const message of early) connection.receive(message);
  }

  /** A room that is not just being unloaded. */
  private async openRoom(documentId: string, name: RoomName): Promise<Room> {
    const { hub } = this.options.engine;
    const beginsEmpty = name === "private" || name === "vocabulary";
    for (;;) {
      const room = beginsEmpty ? await hub.roomOrNew(documentId) : await hub.room(documentId);
      if (!room.isClosed) return room;
    }
  }

  private async access(
    visitor: Visitor,
    { owner, room }: Target,
  ): Promise<{ documentId: string; actor: Actor; canWrite: boolean } | CloseName> {
    const { actor } = visitor;
    if (room === "vocabulary") {
      if (owner !== visitor.workspaceId) return "notFound";
      return { documentId: vocabularyId(owner), actor, canWrite: false };
    }
    const role = await this.options.roleOn(visitor, owner);
    if (!role) return "notFound";
    const here = { ...actor, role };
    switch (room) {
      case "text":
        return { documentId: textId(owner), actor: here, canWrite: canEditText(here) };
      case "annotations":
        return { documentId: annotationsId(owner), actor: here, canWrite: false };
      case "private":
        return { documentId: privateId(owner, actor.id), actor: here, canWrite: false };
    }
  }

  private async recheck(
    request: IncomingMessage,
    target: Target,
  ): Promise<{ actor: Actor; canWrite: boolean } | CloseName> {
    const visitor = await this.options.authenticate(request, target.token);
    return typeof visitor === "string" ? visitor : this.access(visitor, target);
  }

  private handlers(room: Room): ConnectionHandlers {
    const { engine } = this.options;
    return {
      update: (from, bytes) => room.receive(from, bytes),
      afterCommit: (run) => room.afterCommit(run),
      doc: () => room.doc,
      marker: (from, n) => {
        if (from.replica) engine.markers.advance(room.id, from.actor.id, { replica: from.replica, n });
      },
      presence: (from, update) => {
        if (room.id.endsWith("/text")) engine.presence(room).receive(from, update);
      },
      queryPresence: (from) => {
        if (room.id.endsWith("/text")) engine.presence(room).sendAll(from);
      },
      command: (from, envelope) => engine.command(from, room.id, envelope),
      closed: (connection) => {
        for (const entrance of this.entrances) if (entrance.connection === connection) this.entrances.delete(entrance);
        engine.leave(room, connection);
      },
    };
  }

  /** Somebody's account, session or role changed: their sockets follow, or are closed with the reason. */
  async recheckUser(userId: string): Promise<void> {
    for (const { connection, recheck } of [...this.entrances]) {
      if (connection.actor.id !== userId) continue;
      const access = await recheck();
      if (typeof access === "string") {
        connection.close(access);
        continue;
      }
      const changed = connection.actor.role !== access.actor.role;
      connection.actor = access.actor;
      connection.canWrite = access.canWrite;
      if (changed) connection.notify({ type: "role", role: access.actor.role });
    }
  }

  /** A bulletin was deleted: whoever has it open is told so. */
  closeBulletin(bulletinId: string): void {
    for (const { connection, owner } of [...this.entrances]) if (owner === bulletinId) connection.close("notFound");
  }

  private beat(): void {
    for (const client of this.sockets.clients) {
      if (this.silent.has(client)) {
        client.terminate();
        continue;
      }
      this.silent.add(client);
      client.ping();
    }
    for (const { connection } of this.entrances) connection.keepAlive();
  }

  async drain(): Promise<void> {
    this.isDraining = true;
    clearInterval(this.heartbeat);
    await this.options.engine.drain();
    this.sockets.close();
  }
}

interface Target {
  owner: string;
  room: RoomName;
  token: string | null;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function parseTarget(url: string): Target | null {
  const { pathname, searchParams } = new URL(url, "http://localhost");
  const [, sync, owner = "", name, ...rest] = pathname.split("/");
  const room = ROOMS.find((known) => known === name);
  if (sync !== "sync" || !room || rest.length > 0 || !UUID.test(owner)) return null;
  return { owner: owner.toLowerCase(), room, token: searchParams.get("token") };
}

function close(client: WebSocket, name: CloseName): void {
  client.close(CLOSE[name].code, CLOSE[name].reason);
}
