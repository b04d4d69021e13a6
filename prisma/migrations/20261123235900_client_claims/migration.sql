-- CreateTable
CREATE TABLE "ClientClaim" (
    "documentId" TEXT NOT NULL,
    "client" BIGINT NOT NULL,
    "userId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,

    CONSTRAINT "ClientClaim_pkey" PRIMARY KEY ("documentId","client")
);

-- AddForeignKey
ALTER TABLE "ClientClaim" ADD CONSTRAINT "ClientClaim_documentId_fkey" FOREIGN KEY ("documentId") REFERENCES "Document"("id") ON DELETE CASCADE ON UPDATE CASCADE;
