import { AppError } from "../../../../domain/app-error.ts";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The bulletin's id of the path; what is no id is no bulletin either. */
export async function bulletinIdOf({ params }: { params: Promise<{ id: string }> }): Promise<string> {
  return checked((await params).id, "There is no such bulletin.");
}

export async function annotationIdOf({ params }: { params: Promise<{ annotation: string }> }): Promise<string> {
  return checked((await params).annotation, "There is no such annotation.");
}

function checked(value: string, sentence: string): string {
  if (!UUID.test(value)) throw new AppError("not-found", sentence);
  return value.toLowerCase();
}
