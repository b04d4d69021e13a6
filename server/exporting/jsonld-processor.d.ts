/** The part of the JSON-LD processor that tests use; the package has no types. */
declare module "jsonld" {
  interface RemoteDocument {
    contextUrl: string | null;
    documentUrl: string;
    document: unknown;
  }

  interface Options {
    /** Throws where a term would be dropped. */
    safe: boolean;
    documentLoader(url: string): Promise<RemoteDocument>;
  }

  const processor: {
    expand(document: object, options: Options): Promise<Record<string, unknown>[]>;
    toRDF(document: object, options: Options & { format: "application/n-quads" }): Promise<string>;
  };
  export default processor;
}
