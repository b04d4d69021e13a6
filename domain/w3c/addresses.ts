/** Addresses of a bulletin on its site; `origin` has no slash at the end. */

export const bulletinAddress = (origin: string, id: string): string => `${origin}/b/${id}`;

export const bulletinApiAddress = (origin: string, id: string): string => `${origin}/api/v1/bulletins/${id}`;
