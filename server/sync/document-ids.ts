/** The names of the documents in the log. */

export const textId = (bulletinId: string): string => `${bulletinId}/text`;
export const annotationsId = (bulletinId: string): string => `${bulletinId}/annotations`;
export const privateId = (bulletinId: string, userId: string): string => `${bulletinId}/private/${userId}`;
export const vocabularyId = (workspaceId: string): string => `${workspaceId}/vocabulary`;

/** The bulletin and the kind of a document; for a vocabulary the workspace. */
export function partsOf(documentId: string): { owner: string; kind: string } {
  const [owner = "", kind = ""] = documentId.split("/");
  return { owner, kind };
}
