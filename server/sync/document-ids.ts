/** The names of the documents in the log. */

import { ROOMS, type RoomName } from "../../domain/protocol/protocol.ts";

export const textId = (bulletinId: string): string => `${bulletinId}/text`;
export const annotationsId = (bulletinId: string): string => `${bulletinId}/annotations`;
export const privateId = (bulletinId: string, userId: string): string => `${bulletinId}/private/${userId}`;
export const vocabularyId = (workspaceId: string): string => `${workspaceId}/vocabulary`;

/** The bulletin and the kind of a document; for a vocabulary the workspace. */
export function partsOf(documentId: string): { owner: string; kind: string } {
  const [owner = "", kind = ""] = documentId.split("/");
  return { owner, kind };
}

/** The room of a document, as clients name it. */
export function roomNameOf(documentId: string): RoomName {
  const { kind } = partsOf(documentId);
  const name = ROOMS.find((room) => room === kind);
  if (!name) throw new Error(`${documentId} belongs to no room.`);
  return name;
}
