/** The media type of the Web Annotation Protocol (https://www.w3.org/TR/annotation-protocol/#annotation-retrieval). */
const MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';

export const jsonLd = (document: object, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(document), {
    status,
    headers: { "Content-Type": MEDIA_TYPE, "Cache-Control": "private, no-cache", ...headers },
  });
