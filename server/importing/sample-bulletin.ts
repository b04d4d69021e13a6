/** The bulletin that a new installation shows: in the form in which bulletins leave a PDF, so that it tests the importer too. */

import { fileURLToPath } from "node:url";

export const SAMPLE_BULLETIN_PATH: string = fileURLToPath(new URL("./sample/bulletin.txt", import.meta.url));
