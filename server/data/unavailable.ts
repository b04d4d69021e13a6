/** Nothing can be stored now, and nothing was sent to the database; the message says why in a sentence for people. */
export class DatabaseUnavailable extends Error {
  override name = "DatabaseUnavailable";
}
